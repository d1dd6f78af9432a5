"""A person's own request, as it reached whoever enters it."""

from dataclasses import dataclass
from typing import Literal

from ops.terminal.failure import Failure

type Way = Literal["email", "phone", "letter", "visit"]
WAYS: tuple[Way, ...] = ("email", "phone", "letter", "visit")
_MAX_NAME_LENGTH = 60


@dataclass(frozen=True)
class SpokenRequest:
    """A request that was made by email, by phone, by letter or in person. `entered_by` stays on record with it."""

    way: Way
    entered_by: str

    @property
    def method(self) -> str:
        """The method as the consents have it: before the comma, how the person said it."""
        return f"by {self.way}, entered by {self.entered_by}"


def parse_request(way: Way, entered_by: str) -> SpokenRequest:
    """Return the request. Raise Failure where nobody could tell who entered it."""
    line = " ".join(entered_by.split())
    if not line or len(line) > _MAX_NAME_LENGTH:
        raise Failure("Who enters this stays on record with it", f"your name, in at most {_MAX_NAME_LENGTH} characters")
    return SpokenRequest(way, line)
