"""Composition root of feedback."""

import os
from datetime import timedelta
from functools import cache

from functions.feedback.consumer import METRIC_NAMES, EventConsumer
from functions.feedback.ports import Ports
from functions.feedback.settings import FeedbackSettings
from functions.runtime import aws, startup
from functions.runtime.digest_key import DigestKey
from functions.runtime.employers_file import read_employers
from functions.runtime.lazy import lazy
from functions.runtime.sqs.batch_response import BatchResponse
from functions.runtime.sqs.dead_letter import DeadLetterQueue
from functions.stores.ledger.delivery_events import DeliveryEvents
from functions.stores.pool.talent_pool import TalentPool
from functions.stores.sending.do_not_contact import DoNotContactStore


@cache
def consumer() -> EventConsumer:
    """Return the consumer of the queue SesEvents."""
    settings = FeedbackSettings.read(os.environ)
    dynamodb = aws.dynamodb()
    keep = timedelta(days=read_employers().default.policy.retention.proof_days)
    keyed = DigestKey(lazy(aws.secrets), settings.digest_key_arn)
    ports = Ports(
        delivery_events=DeliveryEvents(dynamodb, settings.notice_ledger_table),
        do_not_contact=DoNotContactStore(dynamodb, settings.sending_table, keep, keyed),
        pool=TalentPool(dynamodb, settings.talent_pool_table, settings.pool_search_table, keep, keyed),
    )
    startup.freeze_gc()
    dead_letters = DeadLetterQueue(lazy(aws.sqs), settings.ses_events_dlq_url)
    return EventConsumer(ports, BatchResponse(dead_letters, names=METRIC_NAMES))
