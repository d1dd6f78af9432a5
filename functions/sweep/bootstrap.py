"""Composition root of the sweep."""

import os
from datetime import UTC, datetime, timedelta
from functools import cache

from functions.runtime import aws, startup
from functions.runtime.employers_file import read_employers
from functions.runtime.sqs.due_notices import DueNoticesQueue
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.ledger.review_queue import ReviewQueue
from functions.sweep.ports import Ports
from functions.sweep.settings import SweepSettings

# Worst-case time to finish one notice's calls and the count at the end.
_WORST_CASE_FINISH = timedelta(seconds=40)


@cache
def ports() -> Ports:
    settings, policy = SweepSettings.read(os.environ), read_employers().default.policy
    dynamodb, table = aws.dynamodb(), settings.notice_ledger_table
    startup.freeze_gc()
    return Ports(
        ledger=NoticeLedger(dynamodb, table, timedelta(days=policy.retention.proof_days)),
        reviews=ReviewQueue(dynamodb, table, settings.review_index),
        enqueue=DueNoticesQueue(aws.sqs(), settings.due_notices_queue_url).enqueue,
        now=_now,
        retry_in_doubt=policy.doubt.action == "resend",
    )


def deadline(time_left: timedelta) -> datetime:
    return _now() + time_left - _WORST_CASE_FINISH


def _now() -> datetime:
    return datetime.now(UTC)
