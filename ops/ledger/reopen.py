"""Reopening of what a wrong mass hire or withdrawal has closed. An erasure can't be undone.

People come first, then their notices. A rejection that nobody was told is published again, and goes its usual way,
through the brake, the window and the claim. A command that was interrupted is run again.
"""

import json
from collections import Counter
from collections.abc import Sequence
from uuid import uuid4

from functions.domain.decisions.rejection import Rejection
from functions.stores.ledger.closed_cycles import ClosedCycle, ClosedCycles
from functions.stores.sending.hired_people import HiredPeople
from ops.ledger.connection import Connection
from ops.ledger.outage import Span
from ops.ledger.refusals import cause
from ops.terminal.failure import Failure
from ops.terminal.progress import say

_DELAY_SECONDS = 60
_REJECTED = "org.kindregards.candidate.rejected.v1"


def count_closed(connection: Connection, source: str, span: Span) -> None:
    """Print what hires and withdrawals of a source have closed between two moments."""
    closings = _find(connection, source, span)
    for kind, count in sorted(Counter(closing.cause for closing in closings).items()):
        say(f"{count:>6}  {kind}")
    say(f"{len(closings)} closed on {connection.where}; nothing was changed")
    say(f"  of {_published(closings)} of them the rejection is on record, and is published again")


def reopen(connection: Connection, source: str, span: Span, count: int, because: str) -> None:
    """Reopen all of them, and publish again what nobody was told."""
    reason, closings = cause(because), _find(connection, source, span)
    if len(closings) != count:
        remedy = connection.command(f"reopen {source} {span} --dry-run")
        raise Failure(f"{len(closings)} are closed, not {count}; nothing was changed", remedy)
    people = _reopen_people(connection, source, closings)
    ledger, published = ClosedCycles(connection.dynamodb, connection.names["NoticeLedger"]), 0
    for closing in closings:
        # Published first: a command that dies in between finds the cycle closed, and does both again. The delay lets
        # the cycle be open before notify reads the rejection. One that is published twice is told once.
        if closing.untold:
            _publish(connection, source, closing.untold)
            published += 1
        ledger.reopen(closing, connection.now(), reason)
    say(f"Reopened {len(closings)} applications and {people} people on {connection.where}")
    say(f"{published} rejections were published again; publish those that are not on record from the ATS")


def _find(connection: Connection, source: str, span: Span) -> list[ClosedCycle]:
    found = ClosedCycles(connection.dynamodb, connection.names["NoticeLedger"]).find(source, *span)
    # What was reopened before is not reopened again.
    return [
        closing
        for closing in found
        if closing.notice.rescinded_at and closing.notice.rescinded_at > closing.opened_from
    ]


def _reopen_people(connection: Connection, source: str, closings: Sequence[ClosedCycle]) -> int:
    people = HiredPeople(connection.dynamodb, connection.names["Sending"])
    # A hire closes the application and the person up to the same moment.
    moments = {
        closing.notice.rescinded_at for closing in closings if closing.cause == "hired" and closing.notice.rescinded_at
    }
    return sum(people.reopen(key, hires) for key, hires in people.find(source, moments)) if moments else 0


def _publish(connection: Connection, source: str, rejection: Rejection) -> None:
    event = {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": source,
        "type": _REJECTED,
        "time": connection.now().isoformat(),
        "data": json.loads(rejection.model_dump_json()),
    }
    connection.sqs.send_message(
        QueueUrl=connection.names["Decisions"], MessageBody=json.dumps(event), DelaySeconds=_DELAY_SECONDS
    )


def _published(closings: Sequence[ClosedCycle]) -> int:
    return sum(closing.untold is not None for closing in closings)
