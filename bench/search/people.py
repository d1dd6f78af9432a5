"""Invented people around Guelph, each made of its number alone: a million of them need no memory.

Whatever the pool's size, the same share of it is near, does a kind of work, and has a licence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

from functions.domain.notices.reference import NoticeRef
from functions.domain.personal_data import EmailAddress, PersonName
from functions.domain.pool.consent import Receipt, expiry
from functions.domain.pool.membership import OptIn

FAMILIES = ("office", "customer-service", "reception", "warehouse", "production", "driving", "cleaning")
SHIFTS = ("day", "evening", "night", "weekend")
LICENCES = ("forklift", "driver", "first-aid")
DISTANCES = (5, 10, 25, 50, 100)
SITE = {"id": "5967629", "name": "Guelph", "region": "Ontario", "country": "CA", "lat": 43.55, "lon": -80.26}
# One market: some 65 km to each side, in hundredths of a degree.
_SOUTH, _WEST, _ROWS, _COLUMNS = 42.95, -81.06, 120, 160
# After so many people, their answers begin anew: larger pools are more of the same.
DIFFERENT = 20_000
_FIRST_JOINED, _SOURCE, _EMPLOYER = datetime(2026, 1, 1, tzinfo=UTC), "/ats/example/acme", ""
NOW = datetime(2026, 11, 1, tzinfo=UTC)
# As long as a signed receipt of today: most of what a profile's item holds.
_JWS = "e" * 2600


@dataclass(frozen=True)
class Drawn:
    """Answers of one person."""

    families: Sequence[str]
    shifts: Sequence[str]
    licences: Sequence[str]
    point: tuple[float, float]
    distance_km: int


def drawn(number: int) -> Drawn:
    """Return the answers of the person of that number."""
    dice = blake2b((number % DIFFERENT).to_bytes(8), digest_size=10).digest()
    row, column = int.from_bytes(dice[:3]) % _ROWS, int.from_bytes(dice[3:6]) % _COLUMNS
    first = dice[6] % len(FAMILIES)
    families = FAMILIES[first], FAMILIES[(first + 1 + dice[7] % 3) % len(FAMILIES)]
    shifts = [name for bit, name in enumerate(SHIFTS) if dice[8] >> bit & 1]
    licences = [name for bit, name in enumerate(LICENCES) if dice[8] >> (4 + bit) & 1]
    point = round(_SOUTH + row / 100, 2), round(_WEST + column / 100, 2)
    return Drawn(families, shifts, licences, point, DISTANCES[dice[9] % len(DISTANCES)])


def candidate_of(number: int) -> str:
    """Return the key of the person in the pool."""
    return f"{number:032x}"


def number_of(candidate: str) -> int:
    """Return the number that is in the key."""
    return int(candidate, 16)


def joined_at(number: int) -> datetime:
    """Return the moment of joining: one person after the other."""
    return _FIRST_JOINED + timedelta(seconds=number)


def opt_in_of(number: int) -> OptIn:
    """Return the profile of the person of that number."""
    answers, joined = drawn(number), joined_at(number)
    lat, lon = answers.point
    return OptIn(
        candidate=candidate_of(number),
        revision=1,
        employer=_EMPLOYER,
        source=_SOURCE,
        candidate_id=f"C-{number}",
        application_id=f"A-{number}",
        notice=NoticeRef.of(_SOURCE, f"A-{number}"),
        join_until=joined + timedelta(days=30),
        email=EmailAddress(f"person.{number}@mailbox.example"),
        given_name=PersonName("Robin"),
        family_name=PersonName("Example"),
        answers=_answers(answers),
        labels=_labels(_answers(answers)),
        months=24,
        receipt=_receipt(number, joined),
        joined_at=joined,
        request_sha256="1" * 64,
        place={**SITE, "id": str(number % 1000), "lat": lat, "lon": lon},
    )


def _answers(answers: Drawn) -> dict[str, Any]:
    many = {"role_families": answers.families, "shifts": answers.shifts, "licences": answers.licences}
    return {
        **{name: list(ids) for name, ids in many.items()},
        "hours": ["full_time"],
        "area": "Guelph",
        "distance_km": answers.distance_km,
        "earliest_start": None,
        "language": "en",
        "channel": "email",
    }


def _labels(answers: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Return what the form called each answer."""
    many = {name: ids for name, ids in answers.items() if isinstance(ids, list)}
    one = {name: [answers[name]] for name in ("language", "channel")}
    return {
        name: {choice: choice.replace("_", " ").capitalize() for choice in ids} for name, ids in (many | one).items()
    }


def _receipt(number: int, joined: datetime) -> Receipt:
    words = "You decide what Acme Logistics keeps, what for, and for how long. Joining is voluntary, and can be ended."
    return Receipt(
        id=f"{number:032x}",
        given_at=joined,
        expires_at=expiry(joined, 24),
        employer="Acme Logistics",
        consent={"id": "talent-pool", "version": "3", "language": "en", "sha256": "0" * 64},
        intro=words,
        purposes=[{"id": "openings", "text": words}],
        agencies=[],
        method="web form",
        notice=str(NoticeRef.of(_SOURCE, f"A-{number}")),
        jws=_JWS,
    )
