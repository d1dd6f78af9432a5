"""feedback's composition root."""

import os
from datetime import timedelta
from functools import cache

from functions.feedback.consumer import Consumer
from functions.feedback.ports import Ports
from functions.feedback.settings import FeedbackSettings
from functions.runtime import aws, startup
from functions.runtime.employers_file import read_employers
from functions.runtime.lazy import lazy
from functions.runtime.sqs.dead_letter import DeadLetterQueue
from functions.stores.ledger.delivery_events import DeliveryEvents
from functions.stores.sending.do_not_contact import DoNotContactStore


@cache
def consumer() -> Consumer:
    settings = FeedbackSettings.read(os.environ)
    dynamodb = aws.dynamodb()
    keep = timedelta(days=read_employers().default.policy.retention.proof_days)
    barred = DoNotContactStore(dynamodb, settings.sending_table, keep)
    ports = Ports(delivery_events=DeliveryEvents(dynamodb, settings.notice_ledger_table), do_not_contact=barred)
    startup.freeze_gc()
    return Consumer(ports, DeadLetterQueue(lazy(aws.sqs), settings.ses_events_dlq_url))
