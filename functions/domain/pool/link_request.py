"""A request for a link by email, as it travels to whoever looks up what stands at the address.

It names mailboxes by the keys that the pool has for them, one per employer. It holds no address, and nothing says
whether anybody is there.
"""

import re
from typing import Self

from functions.domain.errors import Permanent
from functions.domain.lean_dataclass import dataclass

_TEXT = re.compile(r"link [0-9a-f]{32}( mailbox-[0-9a-f]{32})+")


@dataclass(frozen=True)
class LinkRequest:
    """A request. `slot` is the same for all requests about one address within some minutes."""

    slot: str
    mailboxes: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse what `str` returns. Raises Permanent with code invalid_link_request."""
        if not _TEXT.fullmatch(text):
            raise Permanent("invalid_link_request", "not a request for a link")
        _, slot, *mailboxes = text.split(" ")
        return cls(slot, tuple(mailboxes))

    def __str__(self) -> str:
        return " ".join(("link", self.slot, *self.mailboxes))
