"""Conversion between a notice and its item in the ledger."""

from datetime import datetime
from typing import Any

from functions.domain.decisions.rejection import Rejection
from functions.domain.decisions.title import FROM_LEDGER
from functions.domain.notices.brake import BurstPosition
from functions.domain.notices.notice import Claim, Entry, Notice
from functions.domain.notices.owed_letter import LetterKind, OwedLetter
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.states import DeliveryStatus, State
from functions.domain.personal_data import EmailAddress
from functions.stores.dynamodb.attributes import to_moment, to_text


def write_notice(notice: Notice) -> dict[str, Any]:
    """Return plain values by attribute name. None means that the item has no such attribute."""
    return {
        "application": notice.ref.application,
        "cycle": notice.ref.cycle,
        "state": notice.state.value,
        "source": notice.source,
        "application_id": notice.application_id,
        "due_at": to_text(notice.due_at),
        "latest_at": to_text(notice.latest_at),
        "postponements": notice.postponements or None,
        "decided_at": to_text(notice.decision.decided_at) if notice.decision else None,
        "decision": write_decision(notice.decision),
        "rescinded_at": to_text(notice.rescinded_at),
        "requires_correction": notice.requires_correction or None,
        "claim": write_claim(notice.claim) if notice.claim else None,
        "burst_position": dict(vars(notice.burst_position)) if notice.burst_position else None,
        "review_reason": notice.review_reason,
        "letter": _write_letter(notice.letter) if notice.letter else None,
        # Beside the letter, so that the address can be removed by every update, whether there is a letter or not.
        "letter_to": notice.letter.to.reveal() if notice.letter and notice.letter.to else None,
        "revision": notice.revision or None,
        "first_decided_at": to_text(notice.first_decided_at),
        "replaced": list(notice.replaced) or None,
        "employer": notice.employer,
        "history": [write_entry(entry) for entry in notice.history],
    }


def read_notice(item: dict[str, Any]) -> Notice:
    return Notice(
        ref=NoticeRef(item["application"], int(item["cycle"])),
        state=State(item["state"]),
        source=item["source"],
        application_id=item["application_id"],
        due_at=to_moment(item.get("due_at")),
        latest_at=to_moment(item.get("latest_at")),
        postponements=int(item.get("postponements", 0)),
        decision=_read_decision(item.get("decision")),
        later_decision=_read_decision(item.get("later_decision")),
        rescinded_at=to_moment(item.get("rescinded_at")),
        requires_correction=item.get("requires_correction", False),
        claim=_read_claim(item["claim"]) if "claim" in item else None,
        earlier_claim=_read_claim(item["earlier_claim"]) if "earlier_claim" in item else None,
        older_claims=tuple(map(_read_claim, item.get("older_claims", []))),
        burst_position=BurstPosition(**item["burst_position"]) if "burst_position" in item else None,
        review_reason=item.get("review_reason"),
        ses_message_id=item.get("ses_message_id"),
        delivery_status=DeliveryStatus(int(item["delivery_status"])) if "delivery_status" in item else None,
        delivery_attempt=item.get("delivery_attempt"),
        history=tuple(_read_entry(entry) for entry in item["history"]),
        letter=_read_letter(item["letter"], item.get("letter_to")) if "letter" in item else None,
        revision=int(item.get("revision", 0)),
        first_decided_at=to_moment(item.get("first_decided_at")),
        given_back=_read_claim(item["given_back"]) if "given_back" in item else None,
        replaced=tuple(item.get("replaced", ())),
        employer=item.get("employer"),
    )


def write_decision(decision: Rejection | None) -> str | None:
    return decision.model_dump_json() if decision else None


def write_claim(claim: Claim) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": claim.id,
        "at": to_text(claim.at),
        "template": claim.template,
        "text_sha256": claim.text_sha256,
        "together": [str(ref) for ref in claim.together],
        "sent_to": claim.sent_to.reveal() if claim.sent_to else None,
    }
    return {name: value for name, value in values.items() if value}


def write_entry(entry: Entry) -> dict[str, str | None]:
    return {"at": to_text(entry.at), "state": entry.state.value, "cause": entry.cause}


def _read_decision(text: str | None) -> Rejection | None:
    return Rejection.model_validate_json(text, context=FROM_LEDGER) if text else None


def _read_claim(values: dict[str, Any]) -> Claim:
    return Claim(
        id=values["id"],
        at=datetime.fromisoformat(values["at"]),
        template=values["template"],
        text_sha256=values["text_sha256"],
        sent_to=EmailAddress(values["sent_to"]) if "sent_to" in values else None,
        together=tuple(map(NoticeRef.parse, values.get("together", []))),
    )


def _read_entry(values: dict[str, Any]) -> Entry:
    return Entry(datetime.fromisoformat(values["at"]), State(values["state"]), values["cause"])


def _write_letter(owed: OwedLetter) -> dict[str, Any]:
    values = {
        "kind": owed.kind.value,
        "about": owed.about,
        "candidate": owed.candidate,
        "invitation": str(owed.invitation),
        "join_until": to_text(owed.join_until),
        "language": owed.language,
        "at": to_text(owed.at),
        "detail": owed.detail,
        "time_zone": owed.time_zone,
    }
    return {name: value for name, value in values.items() if value is not None}


def _read_letter(values: dict[str, Any], to: str | None) -> OwedLetter:
    return OwedLetter(
        kind=LetterKind(values["kind"]),
        about=values["about"],
        candidate=values["candidate"],
        invitation=NoticeRef.parse(values["invitation"]),
        join_until=datetime.fromisoformat(values["join_until"]),
        language=values["language"],
        at=to_moment(values.get("at")),
        detail=values.get("detail"),
        time_zone=values.get("time_zone"),
        to=EmailAddress(to) if to else None,
    )
