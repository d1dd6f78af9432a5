"""A request for a link by email, as it travels to whoever looks up what stands at the address.

It names mailboxes by the keys that the pool has for them, one per employer. It holds no address, and nothing says
whether anybody is there.
"""

import re
from datetime import datetime, timedelta
from typing import Self

from functions.domain.errors import Permanent
from functions.domain.lean_dataclass import dataclass

_TEXT = re.compile(r"link [0-9]{1,12}( mailbox-[0-9a-f]{32})+")
# Within it, one letter goes to a person, however often somebody asks.
_SLOT = timedelta(minutes=10)


@dataclass(frozen=True)
class LinkRequest:
    """A request. `slot` is the number of the ten minutes in which it was made."""

    slot: int
    mailboxes: tuple[str, ...]

    @classmethod
    def at(cls, moment: datetime, mailboxes: tuple[str, ...]) -> Self:
        """Return the request that is made at that moment."""
        return cls(int(moment.timestamp() // _SLOT.total_seconds()), mailboxes)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse what `str` returns. Raises Permanent with code invalid_link_request."""
        if not _TEXT.fullmatch(text):
            raise Permanent("invalid_link_request", "not a request for a link")
        _, slot, *mailboxes = text.split(" ")
        return cls(int(slot), tuple(mailboxes))

    @staticmethod
    def is_one(text: str) -> bool:
        """Tell whether the text means to be a request, and nothing else that travels the same way."""
        return text.startswith("link ")

    def __str__(self) -> str:
        return " ".join(("link", str(self.slot), *self.mailboxes))
