"""A candidate who opens the link in a notice: the notice on record, and the call that the page makes."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.request import Request, urlopen

from bench.decisions import batches
from functions.domain.decisions.events import Rejected
from functions.domain.decisions.parse import parse_event
from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.states import State
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.key_ring import KeyRing
from functions.domain.pool.person_key import person_digest
from functions.stores.dynamodb.attributes import to_item
from functions.stores.ledger.notice_item import write_notice
from functions.stores.ledger.updates import key as ledger_key
from functions.stores.pool.member_item import PROFILE

_PUT = "DynamoDB_20120810.PutItem"

type Json = dict[str, Any]


def invite(stub_url: str, *, ledger: str, key: str) -> Json:
    """Put a notice that was sent into the stub's ledger. Return the event of a look at its invitation.

    Beside the call, it has the keys of what is read for it.
    """
    ((record,),) = (batch["Records"] for batch in batches(1, 1))
    event = parse_event(record["body"]).event
    if not isinstance(event, Rejected):
        raise TypeError(event.type)
    now, decision = datetime.now(UTC), event.data
    ref = NoticeRef.of(event.source, decision.application_id)
    sent = (Entry(now, State.ACCEPTED, "sent"),)
    notice = Notice(
        ref, State.ACCEPTED, event.source, decision.application_id, decision=decision, history=sent, employer=""
    )
    _put(stub_url, ledger, to_item(write_notice(notice)))
    person = decision.candidate
    candidate = person_digest("", person.email, person.given_name, person.family_name)
    call = _call(KeyRing(key).sign(Invitation(ref, candidate, now + timedelta(days=30), now)))
    return {
        **call,
        "keys": {"profile": to_item({"candidate": candidate, "record": PROFILE}), "notice": ledger_key(ref)},
    }


def _put(stub_url: str, table: str, item: Json) -> None:
    body = json.dumps({"TableName": table, "Item": item}).encode()
    with urlopen(Request(stub_url, body, {"X-Amz-Target": _PUT}), timeout=10):  # noqa: S310
        pass


def _call(code: str) -> Json:
    route = "GET /api/invitation"
    return {
        "version": "2.0",
        "routeKey": route,
        "rawPath": "/api/invitation",
        "rawQueryString": "",
        "headers": {"authorization": f"Bearer {code}", "host": "stay.acme.example"},
        "requestContext": {"http": {"method": "GET", "path": "/api/invitation"}, "requestId": "bench"},
        "isBase64Encoded": False,
    }
