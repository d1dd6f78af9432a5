"""A pool member as an item, and back.

Attributes with personal data: email, given_name, family_name, candidate_id, answers, place, cells, pending_address.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from functions.domain.notices.reference import NoticeRef
from functions.domain.personal_data import EmailAddress, PersonName
from functions.domain.pool.changes import Changes, PendingAddress
from functions.domain.pool.consent import Receipt
from functions.domain.pool.membership import Ending, Member, OptIn, Withdrawal
from functions.stores.dynamodb.attributes import to_moment, to_text

PROFILE = "PROFILE"
# DynamoDB may delete an item right at its end. The last letter is composed from it, in the person's next window: a long
# weekend later at most.
_SLACK = timedelta(days=5)
# Attributes that the table keeps as they are.
_AS_THEY_ARE = (
    *("candidate", "revision", "employer", "source", "candidate_id", "application_id", "answers", "labels", "months"),
    *("request_sha256", "language", "is_emailed"),
)
_OPTIONAL = ("place", "locale", "time_zone")


def write_opt_in(opt_in: OptIn) -> dict[str, Any]:
    """Return the values of an active member's item."""
    return {
        "candidate": opt_in.candidate,
        "record": PROFILE,
        "state": "ACTIVE",
        "revision": opt_in.revision,
        "employer": opt_in.employer,
        "employer_name": opt_in.employer_name,
        "source": opt_in.source,
        "candidate_id": opt_in.candidate_id,
        "application_id": opt_in.application_id,
        "notice": str(opt_in.notice),
        "join_until": to_text(opt_in.join_until),
        "email": opt_in.email.reveal(),
        "given_name": opt_in.given_name.reveal() if opt_in.given_name else None,
        "family_name": opt_in.family_name.reveal() if opt_in.family_name else None,
        "answers": opt_in.answers,
        "labels": opt_in.labels,
        "place": opt_in.place,
        "months": opt_in.months,
        "receipt": opt_in.receipt.record(),
        "joined_at": to_text(opt_in.joined_at),
        "request_sha256": opt_in.request_sha256,
        "language": opt_in.language,
        "locale": opt_in.locale,
        "time_zone": opt_in.time_zone,
        "paused_until": opt_in.paused_until.isoformat() if opt_in.paused_until else None,
        "links_from": to_text(opt_in.links_from),
        "changes": vars(opt_in.changes),
        "is_emailed": opt_in.is_emailed,
        "pending_address": _write_pending(opt_in.pending_address),
        "former": list(opt_in.former) or None,
        "withdrawn_at": to_text(opt_in.withdrawn_at),
        # Where it stands in the search index. The position there is that of the profile itself.
        "cells": [cell for cell, _ in opt_in.indexed] or None,
        # Everybody else goes by the end in the receipt, which is exact.
        "expires_at": int((opt_in.expires_at + _SLACK).timestamp()),
    }


def write_withdrawal(withdrawal: Withdrawal) -> dict[str, Any]:
    """Return the values of a tombstone, without personal data."""
    return {
        "candidate": withdrawal.candidate,
        "record": PROFILE,
        "state": withdrawal.ending.name,
        "revision": withdrawal.revision,
        "withdrawn_at": to_text(withdrawal.withdrawn_at),
        "employer": withdrawal.employer,
        "employer_name": withdrawal.employer_name,
        "mailbox": withdrawal.mailbox,
        "moved_to": withdrawal.moved_to,
        "changes": vars(withdrawal.changes),
        "links_from": to_text(withdrawal.links_from),
    }


def read_member(item: dict[str, Any]) -> Member:
    """Return the member that an item's values describe."""
    return _indexed(_read_opt_in(item), item) if item["state"] == "ACTIVE" else _read_withdrawal(item)


def _read_withdrawal(item: dict[str, Any]) -> Withdrawal:
    return Withdrawal(
        candidate=item["candidate"],
        revision=item["revision"],
        withdrawn_at=datetime.fromisoformat(item["withdrawn_at"]),
        employer=item["employer"],
        employer_name=item["employer_name"],
        mailbox=item["mailbox"],
        ending=Ending[item["state"]],
        changes=Changes(**item["changes"]),
        moved_to=item.get("moved_to"),
        links_from=to_moment(item.get("links_from")),
    )


def _read_opt_in(item: dict[str, Any]) -> OptIn:
    return OptIn(
        **_as_they_are(item),
        notice=NoticeRef.parse(item["notice"]),
        join_until=datetime.fromisoformat(item["join_until"]),
        email=EmailAddress(item["email"]),
        given_name=_name(item.get("given_name")),
        family_name=_name(item.get("family_name")),
        receipt=Receipt.of(item["receipt"]),
        joined_at=datetime.fromisoformat(item["joined_at"]),
        paused_until=date.fromisoformat(item["paused_until"]) if "paused_until" in item else None,
        links_from=to_moment(item.get("links_from")),
        changes=Changes(**item["changes"]),
        pending_address=_read_pending(item.get("pending_address")),
        former=tuple(item.get("former", ())),
        withdrawn_at=to_moment(item.get("withdrawn_at")),
    )


def _indexed(opt_in: OptIn, item: dict[str, Any]) -> OptIn:
    """Return the opt-in with the keys under which it stands in the search index."""
    if "cells" in item:
        position = f"{item['joined_at']}#{opt_in.candidate}"
        return replace(opt_in, indexed=tuple((cell, position) for cell in item["cells"]))
    # Written before there was an index. `make pool ARGS=index` may enter it at any moment: then it stands there.
    from functions.stores.pool.search_item import keys_of  # noqa: PLC0415

    return replace(opt_in, indexed=keys_of(opt_in))


def _as_they_are(item: dict[str, Any]) -> dict[str, Any]:
    return {name: item[name] for name in _AS_THEY_ARE} | {name: item.get(name) for name in _OPTIONAL}


def _write_pending(pending: PendingAddress | None) -> dict[str, Any] | None:
    if pending is None:
        return None
    moments = {"asked_at": to_text(pending.asked_at), "expires_at": to_text(pending.expires_at)}
    return {"id": pending.id, "email": pending.email.reveal(), **moments}


def _read_pending(values: dict[str, Any] | None) -> PendingAddress | None:
    if values is None:
        return None
    asked_at, expires_at = (datetime.fromisoformat(values[name]) for name in ("asked_at", "expires_at"))
    return PendingAddress(values["id"], EmailAddress.restore(values["email"]), asked_at, expires_at)


def _name(text: str | None) -> PersonName | None:
    return PersonName(text) if text else None
