"""Builders: a plausible value of everything, with what a test cares about as keywords."""

import json
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from functions.domain.decisions.events import (
    CandidateErased,
    CandidateHired,
    CandidateWithdrew,
    Rejected,
    RejectionRescinded,
)
from functions.domain.decisions.rejection import Rejection
from functions.domain.employers.employers import Employers
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.notices.notice import Claim, Entry, Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.sendable import Sendable
from functions.domain.notices.states import State
from functions.domain.personal_data import EmailAddress
from functions.letters.rejection import InvitationLink
from functions.mail.message import Mail
from ops.deploy.company_file import COMPANY_FILE, check_company
from ops.deploy.company_words import words_of

type Json = dict[str, Any]

SOURCE = "/ats/example/acme"
APPLICATION = "A-88123"
REF = NoticeRef.of(SOURCE, APPLICATION)
# A Monday, 10:04 in Toronto.
DECIDED_AT = datetime(2026, 11, 23, 15, 4, tzinfo=UTC)
HOLD = timedelta(hours=24)

DECISIONS_ARN = "arn:aws:sqs:eu-west-1:123456789012:kr-Decisions"


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def rejected_event(
    *,
    source: str = SOURCE,
    event_id: str = "7f9c",
    candidate: Json | None = None,
    job: Json | None = None,
    **data: Any,
) -> Json:
    """A rejection as the ATS publishes it; `candidate` and `job` change single fields, `data` the rest."""
    person = {"id": "C-42", "email": "sam@example.com", "given_name": "Sam", "family_name": "Okafor"}
    place = {"locale": "en-CA", "time_zone": "America/Toronto", "can_email": True}
    opening = {"id": "J-9", "title": "Warehouse Associate", "family": "light-industrial", "location": "Guelph, ON"}
    rejection = {
        "application_id": APPLICATION,
        "decided_at": DECIDED_AT,
        "stage": "interviewed",
        "reason": "position_filled",
        "note": None,
        "invite": True,
        "candidate": {**person, **place, **(candidate or {})},
        "job": opening | (job or {}),
        "recruiter": {"name": "Dana Lee", "email": "dana@acme.example"},
    }
    return _event("rejected", source, event_id, rejection | data)


def rescinded_event(*, source: str = SOURCE, event_id: str = "90ab", **data: Any) -> Json:
    """The same rejection taken back, half an hour later."""
    rescission = {"application_id": APPLICATION, "rescinded_at": DECIDED_AT + minutes(30)}
    return _event("rejection_rescinded", source, event_id, rescission | data)


def hired_event(*, source: str = SOURCE, event_id: str = "hired", candidate: Json | None = None, **data: Any) -> Json:
    """The same candidate hired, an hour after the rejection."""
    hire = {"application_id": APPLICATION, "hired_at": DECIDED_AT + minutes(60), "candidate": {"id": "C-42"}}
    return _event("hired", source, event_id, {**hire, **data, "candidate": {"id": "C-42", **(candidate or {})}})


def withdrew_event(*, source: str = SOURCE, event_id: str = "withdrew", **data: Any) -> Json:
    """The application withdrawn by the candidate."""
    withdrawing = {"application_id": APPLICATION, "withdrew_at": DECIDED_AT + minutes(60)}
    return _event("withdrew", source, event_id, withdrawing | data)


def erased_event(*, source: str = SOURCE, event_id: str = "erased", candidate_id: str = "C-42", **data: Any) -> Json:
    """What is known of the candidate erased."""
    erasure = {"erased_at": DECIDED_AT + minutes(60), "candidate": {"id": candidate_id}}
    return _event("erased", source, event_id, erasure | data)


def without(event: Json, path: str) -> Json:
    """The event without the field at `path`, for example `data.job.title`."""
    name, _, rest = path.partition(".")
    if rest:
        return {**event, name: without(event[name], rest)}
    return {key: value for key, value in event.items() if key != name}


def rejected(**overrides: Any) -> Rejected:
    return Rejected.model_validate_json(body(rejected_event(**overrides)))


def rescinded(**overrides: Any) -> RejectionRescinded:
    return RejectionRescinded.model_validate_json(body(rescinded_event(**overrides)))


def hired(**overrides: Any) -> CandidateHired:
    return CandidateHired.model_validate_json(body(hired_event(**overrides)))


def withdrew(**overrides: Any) -> CandidateWithdrew:
    return CandidateWithdrew.model_validate_json(body(withdrew_event(**overrides)))


def erased(**overrides: Any) -> CandidateErased:
    return CandidateErased.model_validate_json(body(erased_event(**overrides)))


def rejection(**overrides: Any) -> Rejection:
    return rejected(**overrides).data


def body(event: Json) -> str:
    """The event as a message's body."""
    return json.dumps(event, default=datetime.isoformat)


def sqs_record(
    message: str | Json,
    *,
    message_id: str = "m-1",
    queue_arn: str = DECISIONS_ARN,
    receive_count: int = 1,
    sent_at: datetime = DECIDED_AT,
) -> Json:
    """One record as Lambda gets it."""
    return {
        "messageId": message_id,
        "receiptHandle": f"handle-of-{message_id}",
        "body": message if isinstance(message, str) else body(message),
        "attributes": {
            "ApproximateReceiveCount": str(receive_count),
            "SentTimestamp": str(int(sent_at.timestamp() * 1000)),
        },
        "messageAttributes": {},
        "md5OfBody": "",
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": "eu-west-1",
    }


def sqs_batch(*records: Json) -> Json:
    return {"Records": list(records)}


def company_values(**sections: Mapping[str, Any]) -> Json:
    """What `company.toml` says, with single fields of sections changed: `timing={"hold": "PT0S"}`.

    The translations of what a change takes away go with it.
    """
    values = tomllib.loads(COMPANY_FILE.read_text("utf-8"))
    changed = values | {name: {**values.get(name, {}), **changes} for name, changes in sections.items()}
    return changed | {"translations": _of_what_is_there(changed)}


def _of_what_is_there(values: Json) -> Json:
    try:
        known = words_of(values)
    except (AttributeError, KeyError, TypeError):
        return dict(values["translations"])  # the test is about a mistake
    return {
        language: {
            **texts,
            "choices": {
                name: {entry: label for entry, label in labels.items() if ("choices", name, entry) in known}
                for name, labels in texts["choices"].items()
            },
        }
        for language, texts in values["translations"].items()
    }


def policy(**sections: Mapping[str, Any]) -> EmployerPolicy:
    return employers(**sections).default.policy


def employers(**sections: Mapping[str, Any]) -> Employers:
    return check_company(company_values(**sections))


def invitation_link(**overrides: Any) -> InvitationLink:
    values: Json = {"site_url": "https://stay.acme.example", "code": "c" * 80, "join_until": DECIDED_AT}
    return InvitationLink(**values | overrides)


def ses_event(
    kind: str,
    ref: NoticeRef = REF,
    *,
    message_id: str = "ses-1",
    at: datetime = DECIDED_AT,
    tags: Mapping[str, Any] | None = None,
    sent_to: Any = ("sam@example.com",),
    attempt: str | None = None,
) -> str:
    """An event of SES about a notice, as its topic hands it on: "send", "bounce", "soft bounce", or any other word.

    With `tags`: about any mail. With `attempt`: the mail named its claim.
    """
    details: dict[str, Json] = {
        "send": {"eventType": "Send", "send": {}},
        "delivery": {"eventType": "Delivery", "delivery": {}},
        "delay": {"eventType": "DeliveryDelay", "deliveryDelay": {"delayType": "MailboxFull"}},
        "bounce": {"eventType": "Bounce", "bounce": {"bounceType": "Permanent", "bounceSubType": "NoEmail"}},
        "soft bounce": {"eventType": "Bounce", "bounce": {"bounceType": "Transient", "bounceSubType": "General"}},
        "complaint": {"eventType": "Complaint", "complaint": {"complaintFeedbackType": "abuse"}},
        "reject": {"eventType": "Reject", "reject": {"reason": "Bad content"}},
    }
    head = {
        "messageId": message_id,
        "timestamp": at,
        "destination": sent_to,
        "tags": {"notice": [str(ref)], **({"attempt": [attempt]} if attempt else {})} if tags is None else tags,
    }
    return body({"eventType": kind, **details.get(kind, {}), "mail": head})


def mail(**overrides: Any) -> Mail:
    values: Json = {
        "sender_name": "Acme Logistics Hiring",
        "sender": EmailAddress("hiring@acme.example"),
        "to": EmailAddress("sam@example.com"),
        "reply_to": EmailAddress("dana@acme.example"),
        "subject": "Your application for Warehouse Associate at Acme Logistics",
        "text": "Hello Sam,\n",
        "html": "<p>Hello Sam,</p>",
        "language": "en",
        "template": "en-1",
        "kind": "notice",
        "identifier": str(REF),
    }
    return Mail(**values | overrides)


def claim(**overrides: Any) -> Claim:
    values: Json = {
        "id": "claim-1",
        "at": DECIDED_AT + HOLD,
        "template": "en-1",
        "text_sha256": "ab" * 32,
        "sent_to": EmailAddress("sam@example.com"),
    }
    return Claim(**values | overrides)


def claiming(
    notice: Notice | None = None, claim: Claim | None = None, *, is_new: bool = False
) -> tuple[tuple[Sendable, ...], Claim]:
    """The wish to claim one notice, by default one that is held."""
    return (Sendable(notice or _notice(), is_new),), claim or _claim()


def notice(**overrides: Any) -> Notice:
    """A notice that is held; with `claim` also say the state."""
    values: Json = {
        "ref": REF,
        "state": State.HELD,
        "source": SOURCE,
        "application_id": APPLICATION,
        "due_at": DECIDED_AT + HOLD,
        "decision": rejection(),
        "history": (Entry(DECIDED_AT, State.HELD, "decided"),),
    }
    return Notice(**values | overrides)


# In `claiming` both names are arguments.
_notice, _claim = notice, claim


def _event(kind: str, source: str, event_id: str, data: Json) -> Json:
    return {
        "specversion": "1.0",
        "id": event_id,
        "source": source,
        "type": f"org.kindregards.candidate.{kind}.v1",
        "time": "2026-11-23T15:04:05Z",
        "data": data,
    }
