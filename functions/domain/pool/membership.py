"""A person's place in the talent pool: an opt-in, until it expires, or the tombstone of a withdrawal."""

from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import Any

from functions.domain.lean_dataclass import dataclass
from functions.domain.personal_data import EmailAddress, PersonName
from functions.domain.pool.consent import Receipt


class Standing(StrEnum):
    """A person's place in the pool at one moment."""

    NONE = "none"
    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True)
class OptIn:
    """A person's answers and consent. `answers` are ids that the form offered, and an area in the person's words.

    `place` is what the area is taken for, where it is known. `withdrawn_at` is the previous withdrawal of a person who
    joined again. It stays on the profile: a repeat of a request from before that withdrawal is told by it.
    """

    candidate: str
    revision: int
    email: EmailAddress
    given_name: PersonName | None
    family_name: PersonName | None
    answers: dict[str, Any] = field(repr=False)
    months: int
    receipt: Receipt
    joined_at: datetime
    request_sha256: str
    place: dict[str, Any] | None = field(default=None, repr=False)
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class Withdrawal:
    """The tombstone of an opt-in: when it ended, and nothing else. No late request brings the profile back past it."""

    candidate: str
    revision: int
    withdrawn_at: datetime


type Member = OptIn | Withdrawal


def standing(member: Member | None, now: datetime) -> Standing:
    """Return where the person stands now."""
    match member:
        case None:
            return Standing.NONE
        case Withdrawal():
            return Standing.WITHDRAWN
        case OptIn():
            # DynamoDB deletes an item up to days after its end. The profile is still there then, and counts no more.
            return Standing.ACTIVE if now < member.receipt.expires_at else Standing.EXPIRED
