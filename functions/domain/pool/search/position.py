"""The order of the people in a search: newest first. It is total, and no edit and no renewal moves anybody."""

from datetime import UTC, datetime
from typing import Self

from functions.domain.lean_dataclass import dataclass
from functions.domain.pool.membership import OptIn
from functions.domain.pool.search.entry import SearchEntry


@dataclass(frozen=True)
class Position:
    """The place of one person in the order. Of people who joined in the same moment, the key decides."""

    joined_at: datetime
    candidate: str

    @classmethod
    def of(cls, person: OptIn | SearchEntry) -> Self:
        """Return where this person stands."""
        return cls(person.joined_at, person.candidate)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the position that `str` wrote. Raises ValueError where the text is none."""
        joined_at, _, candidate = text.partition("#")
        return cls(datetime.fromisoformat(joined_at), candidate)

    def __str__(self) -> str:
        """Return the position as text; texts sort as positions do."""
        return f"{self.joined_at.astimezone(UTC).isoformat(timespec='microseconds')}#{self.candidate}"
