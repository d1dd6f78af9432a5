"""feedback's composition root."""

import os
from datetime import timedelta
from functools import cache

from functions.feedback.consumer import Consumer
from functions.feedback.ports import Ports
from functions.feedback.settings import FeedbackSettings
from functions.runtime import aws
from functions.runtime import startup as cold_start
from functions.runtime.employers_file import read_employers
from functions.runtime.lazy import later
from functions.runtime.sqs.dead_letter import SetAside
from functions.stores.ledger.delivery_events import NoticeProofs
from functions.stores.sending.do_not_contact import DoNotContact


@cache
def consumer() -> Consumer:
    settings = FeedbackSettings.read(os.environ)
    dynamodb = aws.dynamodb()
    keep = timedelta(days=read_employers().first.company.retention.proof_days)
    barred = DoNotContact(dynamodb, settings.sending_table, keep)
    ports = Ports(proofs=NoticeProofs(dynamodb, settings.notice_ledger_table), do_not_contact=barred)
    cold_start.end()
    return Consumer(ports, SetAside(later(aws.sqs), settings.ses_events_dlq_url))
