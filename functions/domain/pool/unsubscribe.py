"""The token in an unsubscribe link. It names a candidate, and can do nothing but end their opt-in.

It stands in a path, where logs and scanners see it; an invitation's code opens everything, and never stands there.
60 characters: mac 16 | kid 3 | candidate 16 | employer 4 | language 5 | version 1. Employer and language say how the
page looks that the link opens. Version 2, of 48 characters, had neither.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from functions.domain.digest import digest
from functions.domain.lean_dataclass import dataclass
from functions.domain.pool.key_ring import TokenFormat

_PURPOSE = b"unsubscribe"


@dataclass(frozen=True)
class Unsubscribe:
    """Permission to end this candidate's opt-in, today's or a later one.

    `employer` is what `employer_mark` makes of the employer's id, `language` the tag of the email's language.
    """

    FORMATS: ClassVar[tuple[TokenFormat, ...]] = (
        TokenFormat(purpose=_PURPOSE, version=3, fields="16s4s5s", mac_bytes=16),
        TokenFormat(purpose=_PURPOSE, version=2, fields="16s", mac_bytes=16),
    )

    # It has no end: a person may leave for as long as there is something to leave.
    candidate: str
    employer: str = ""
    language: str = ""

    def pack(self) -> tuple[bytes, bytes, bytes]:
        return bytes.fromhex(self.candidate), bytes.fromhex(self.employer), self.language.encode()

    @classmethod
    def unpack(cls, fields: Sequence[Any]) -> Self:
        candidate, *page = fields
        if not page:
            return cls(candidate.hex())
        employer, language = page
        return cls(candidate.hex(), employer.hex() if any(employer) else "", language.rstrip(b"\0").decode())


def employer_mark(employer_id: str) -> str:
    """Return the eight hex digits by which a token names an employer: they tell a deployment's employers apart."""
    return digest("employer", employer_id)[:8]
