"""The names of an application and of its notices. They hold no personal data."""

import dataclasses
import re
from dataclasses import replace
from typing import NamedTuple, Self

from functions.domain.digest import digest
from functions.domain.errors import Permanent

_REFERENCE = re.compile(r"([0-9a-f]{32})-([1-9][0-9]{0,3})")


@dataclasses.dataclass(frozen=True, order=True)
class NoticeRef:
    """Reference of a notice: its application, as `digest(source, application_id)`, and its cycle, from 1."""

    application: str
    cycle: int = 1

    @classmethod
    def of(cls, source: str, application_id: str) -> Self:
        """Return the reference of an application's first cycle."""
        return cls(digest("application", source, application_id))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse what `str` returns. Raises Permanent with code invalid_reference."""
        match = _REFERENCE.fullmatch(text)
        if match is None:
            raise Permanent("invalid_reference", "not a notice's reference")
        return cls(match[1], int(match[2]))

    def next(self) -> Self:
        """Return the reference of the next cycle."""
        return replace(self, cycle=self.cycle + 1)

    def __str__(self) -> str:
        return f"{self.application}-{self.cycle}"


class Application(NamedTuple):
    """Identity of an application, as the ATS reports it."""

    source: str
    id: str

    @property
    def first(self) -> NoticeRef:
        """The notice of its first cycle."""
        return NoticeRef.of(self.source, self.id)
