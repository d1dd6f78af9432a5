"""Profiles of the pool that were erased, as notify hears of them: it ends the letters that were still to come.

It names people by their keys in the pool, and letters by their references. It holds no address.
"""

import re
from collections.abc import Iterable
from typing import Self

from functions.domain.errors import Permanent
from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.reference import NoticeRef
from functions.domain.pool.letters import refs_of_address, refs_of_consent
from functions.domain.pool.membership import OptIn

_TEXT = re.compile(r"erased( [0-9a-f]{32})+( [0-9a-f]{32}-[1-9][0-9]*)*")


@dataclass(frozen=True)
class ErasedProfiles:
    """The profiles' keys. `letters` are those that only a profile knew: about its address, and the end that it had."""

    candidates: tuple[str, ...]
    letters: tuple[NoticeRef, ...] = ()

    @classmethod
    def of(cls, opt_ins: Iterable[OptIn]) -> Self:
        """Return what is said of profiles as they were right before."""
        known = list(opt_ins)
        owed = (ref for one in known for ref in (*refs_of_consent(one.candidate, one.receipt), *refs_of_address(one)))
        return cls(tuple(opt_in.candidate for opt_in in known), tuple(owed))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse what `str` returns. Raises Permanent with code invalid_erased_profiles."""
        if not _TEXT.fullmatch(text):
            raise Permanent("invalid_erased_profiles", "not about profiles that were erased")
        names = text.split(" ")[1:]
        refs = tuple(NoticeRef.parse(name) for name in names if "-" in name)
        return cls(tuple(name for name in names if "-" not in name), refs)

    @staticmethod
    def is_one(text: str) -> bool:
        """Tell whether the text means to be one, and nothing else that travels the same way."""
        return text.startswith("erased ")

    def __str__(self) -> str:
        return " ".join(("erased", *self.candidates, *map(str, self.letters)))
