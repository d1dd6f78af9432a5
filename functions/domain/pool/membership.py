"""A person's place in the talent pool: joined, withdrawn, or over. Withdrawing leaves a tombstone that keeps it so."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from functions.domain.personal_data import EmailAddress, PersonName
from functions.domain.pool.consent import Receipt


class Standing(StrEnum):
    NONE = "none"
    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True)
class OptIn:
    """What a person declared and agreed to. `answers` are ids that the form offered, and an area.

    `withdrawn_at` is the withdrawal before it, where the person joined again.
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
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class Withdrawal:
    """The tombstone: no profile, only that and when it ended."""

    candidate: str
    revision: int
    withdrawn_at: datetime


type Member = OptIn | Withdrawal


def standing(member: Member | None, now: datetime) -> Standing:
    """Where the person stands now; a profile past its expiry is over, whether or not it was swept."""
    match member:
        case None:
            return Standing.NONE
        case Withdrawal():
            return Standing.WITHDRAWN
        case OptIn():
            return Standing.ACTIVE if now < member.receipt.expires_at else Standing.EXPIRED
