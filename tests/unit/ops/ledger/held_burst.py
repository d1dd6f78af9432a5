"""An operator's connection on moto, and notices of one burst that are held for review."""

from collections import Counter
from datetime import timedelta
from typing import Any

from functions.domain.notices.brake import Burst, BurstPosition
from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import Reviewer
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.ledger.review_queue import ReviewQueue
from functions.stores.sending.bursts import BurstStore
from ops.ledger.connection import Connection
from tests.builders import DECIDED_AT, minutes, notice, rejection
from tests.notify_stack import LEDGER, QUEUES, SENDING, NotifyStack

BURST, JOB, OTHER_JOB = "burst-0a1b-2026-11-23T15", "11" * 8, "22" * 8
NOW = DECIDED_AT + minutes(60)
VERSION = "en-1"


def connected(stack: NotifyStack) -> Connection:
    """Connect before a burst of two jobs that was counted, and of which nothing is held for review yet."""
    ledger = NoticeLedger(stack.dynamodb, LEDGER, timedelta(days=1096))
    names = {name: stack.urls[name] for name in QUEUES}
    reviews, bursts = ReviewQueue(stack.dynamodb, LEDGER, "Review"), BurstStore(stack.dynamodb, SENDING)
    bursts.count(BURST, Counter({JOB: 300, OTHER_JOB: 300}), 0, DECIDED_AT)
    return Connection("account 123 in eu-west-1", ledger, reviews, bursts, stack.sqs, names)


def opened(
    connection: Connection,
    count: int,
    *,
    review_reason: str | None = BURST,
    job: str = JOB,
    title: str = "Welder",
    **values: Any,
) -> list[NoticeRef]:
    """Open notices of the burst about one job, by default held for review."""
    name = f"{review_reason} {job}"
    notices = [
        notice(
            ref=NoticeRef.of(name, str(n)),
            review_reason=review_reason,
            burst_position=BurstPosition(BURST, job, rank=9 + n, rank_of_job=9 + n),
            decision=rejection(job={"title": title}),
            **values,
        )
        for n in range(count)
    ]
    for held in notices:
        assert connection.ledger.open(held, DECIDED_AT) is None
    return [held.ref for held in notices]


def now(connection: Connection, ref: NoticeRef) -> Notice:
    current = connection.ledger.get(ref)
    assert current is not None
    return current


def held_back(connection: Connection) -> set[NoticeRef]:
    return {entry.ref for entry in connection.reviews.pending(Reviewer.PERSON, NOW)}


def asked(stack: NotifyStack) -> set[str]:
    return {message["Body"] for message in stack.messages("DueNotices")}


def burst(connection: Connection) -> Burst:
    return connection.bursts.read([BURST], VERSION)[0][BURST]
