"""Deletion of what the dead-letter queues still hold of somebody who was erased.

A decision there has a name and an address, an event of SES has an address. Both expire after 14 days. Messages about
notices that are due name nobody.
"""

import json
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from functions.domain.notices.person import Person, candidate_key
from functions.domain.notices.reference import Application
from functions.stores.sending.people import PeopleStore
from ops.ledger.connection import Connection
from ops.ledger.redrive import count_hidden, received, report, show_again

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef

type IsTheirs = Callable[[str], bool]


def erase_messages(connection: Connection, source: str, candidate_id: str, *, dry_run: bool) -> None:
    """Delete a person's messages from both queues, and print how many there were and how many stay."""
    known = _known(connection, source, candidate_id)
    _erase(connection, "DecisionsDlq", lambda body: _is_decision_about(body, source, candidate_id, known), dry_run)
    names = [application.first.application for application in known]
    _erase(connection, "SesEventsDlq", lambda body: any(name in body for name in names), dry_run)


def _known(connection: Connection, source: str, candidate_id: str) -> frozenset[Application]:
    """Return the applications under the id. Their references are in what SES reports."""
    key = candidate_key(source, candidate_id)
    # `keep` only matters for people who are registered.
    people = PeopleStore(connection.dynamodb, connection.names["Sending"], timedelta(0), connection.keyed())
    return people.get_many([key]).get(key, Person()).applications


def _is_decision_about(body: str, source: str, candidate_id: str, known: frozenset[Application]) -> bool:
    event = _parsed(body)
    if event is None:
        # It is in the queue because nobody can read it. Its text may name them all the same.
        return f'"{candidate_id}"' in body
    data = event.get("data")
    if event.get("source") != source or not isinstance(data, dict):
        return False
    candidate = data.get("candidate")
    has_id = isinstance(candidate, dict) and str(candidate.get("id")) == candidate_id
    return has_id or Application(source, str(data.get("application_id"))) in known


def _parsed(body: str) -> dict[str, Any] | None:
    try:
        event = json.loads(body)
    except ValueError:
        return None
    return event if isinstance(event, dict) else None


def _erase(connection: Connection, queue: str, is_theirs: IsTheirs, dry_run: bool) -> None:  # noqa: FBT001
    url, counts, kept = connection.names[queue], Counter[str](), list["MessageTypeDef"]()
    hidden = count_hidden(connection, url)
    try:
        for message in received(connection, url):
            is_found = is_theirs(message["Body"])
            counts[("theirs" if dry_run else "deleted") if is_found else "stays: about others"] += 1
            if is_found and not dry_run:
                connection.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            else:
                kept.append(message)
    finally:
        show_again(connection, url, kept)
    report(queue, connection.where, counts, hidden)
