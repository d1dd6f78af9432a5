"""A pool member as an item, and back. Attributes with personal data: email, given_name, family_name, answers, place."""

from datetime import datetime
from typing import Any

from functions.domain.personal_data import EmailAddress, PersonName
from functions.domain.pool.consent import Receipt
from functions.domain.pool.membership import Member, OptIn, Withdrawal
from functions.stores.dynamodb.attributes import to_moment, to_text

PROFILE = "PROFILE"


def write_opt_in(opt_in: OptIn) -> dict[str, Any]:
    """Return the values of an active member's item."""
    return {
        "candidate": opt_in.candidate,
        "record": PROFILE,
        "state": "ACTIVE",
        "revision": opt_in.revision,
        "email": opt_in.email.reveal(),
        "given_name": opt_in.given_name.reveal() if opt_in.given_name else None,
        "family_name": opt_in.family_name.reveal() if opt_in.family_name else None,
        "answers": opt_in.answers,
        "place": opt_in.place,
        "months": opt_in.months,
        "receipt": opt_in.receipt.record(),
        "joined_at": to_text(opt_in.joined_at),
        "request_sha256": opt_in.request_sha256,
        "withdrawn_at": to_text(opt_in.withdrawn_at),
        "expires_at": int(opt_in.receipt.expires_at.timestamp()),
    }


def write_withdrawal(withdrawal: Withdrawal) -> dict[str, Any]:
    """Return the values of a tombstone, without personal data."""
    return {
        "candidate": withdrawal.candidate,
        "record": PROFILE,
        "state": "WITHDRAWN",
        "revision": withdrawal.revision,
        "withdrawn_at": to_text(withdrawal.withdrawn_at),
    }


def read_member(item: dict[str, Any]) -> Member:
    """Return the member that an item's values describe."""
    candidate, revision = item["candidate"], int(item["revision"])
    if item["state"] == "WITHDRAWN":
        return Withdrawal(candidate, revision, datetime.fromisoformat(item["withdrawn_at"]))
    return OptIn(
        candidate=candidate,
        revision=revision,
        email=EmailAddress(item["email"]),
        given_name=_name(item.get("given_name")),
        family_name=_name(item.get("family_name")),
        answers=_whole_numbers(item["answers"]),
        place=item.get("place"),
        months=int(item["months"]),
        receipt=Receipt.of(item["receipt"]),
        joined_at=datetime.fromisoformat(item["joined_at"]),
        request_sha256=item["request_sha256"],
        withdrawn_at=to_moment(item.get("withdrawn_at")),
    )


def _name(text: str | None) -> PersonName | None:
    return PersonName(text) if text else None


def _whole_numbers(answers: dict[str, Any]) -> dict[str, Any]:
    distance = answers.get("distance_km")
    return {**answers, "distance_km": None if distance is None else int(distance)}
