"""The sweep's composition root."""

import os
from datetime import UTC, datetime, timedelta
from functools import cache

from functions.runtime import aws
from functions.runtime import startup as cold_start
from functions.runtime.employers_file import read_employers
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.ledger.review_queue import Unsettled
from functions.sweep.due_notices import Asking
from functions.sweep.ports import Ports
from functions.sweep.settings import SweepSettings

# One notice's calls at their slowest, and the count at the end.
_SLOWEST_END = timedelta(seconds=40)


@cache
def ports() -> Ports:
    settings, company = SweepSettings.read(os.environ), read_employers().first.company
    dynamodb, table = aws.dynamodb(), settings.notice_ledger_table
    cold_start.end()
    return Ports(
        ledger=NoticeLedger(dynamodb, table, timedelta(days=company.retention.proof_days)),
        unsettled=Unsettled(dynamodb, table, settings.attention_index),
        ask=Asking(aws.sqs(), settings.due_notices_queue_url),
        now=_now,
        sends_once_more=company.telling.in_doubt == "send_once_more",
    )


def deadline(time_left: timedelta) -> datetime:
    return _now() + time_left - _SLOWEST_END


def _now() -> datetime:
    return datetime.now(UTC)
