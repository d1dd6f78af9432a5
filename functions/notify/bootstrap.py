"""Composition root of notify: clients, adapters, policy and clock, made once per process."""

import os
import random
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from secrets import token_hex
from typing import TYPE_CHECKING

from functions.delivery.ports import DeliveryPorts, RateLimiter
from functions.domain.employers.employers import Employers
from functions.domain.employers.policy import Brake, EmployerPolicy, Timing
from functions.domain.timing.planner import SlotPlanners
from functions.domain.timing.public_holidays import holidays_of
from functions.letters.wording import read_wordings
from functions.mail.ses_sender import SesSender
from functions.notify.commands import parse_decision, parse_due_notice
from functions.notify.composer import LetterComposer
from functions.notify.consumer import BatchConsumer
from functions.notify.ports import DecidePorts, DispatchPorts, Ports
from functions.notify.scheduler import NoticeScheduler
from functions.notify.settings import NotifySettings
from functions.runtime import aws, startup
from functions.runtime.digest_key import DigestKey
from functions.runtime.employers_file import read_employers
from functions.runtime.lazy import lazy
from functions.runtime.signing_keys import SigningKeys
from functions.runtime.sqs.backoff import VisibilityBackoff
from functions.runtime.sqs.batch_response import BatchResponse
from functions.runtime.sqs.dead_letter import DeadLetterQueue
from functions.runtime.sqs.due_notices import DueNoticesQueue
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.pool.talent_pool import TalentPool
from functions.stores.sending.bursts import BurstStore
from functions.stores.sending.circuit import CircuitStore
from functions.stores.sending.do_not_contact import DoNotContactStore
from functions.stores.sending.people import PeopleStore
from functions.stores.sending.rate_limiter import SharedRateLimiter, Unlimited

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Longer than the function may run, so that a claim's worker is dead when its lease is over.
_CLAIM_LEASE = timedelta(minutes=5)


@cache
def consumers() -> Mapping[str, BatchConsumer]:
    """Return the consumer of each queue, by the queue's ARN."""
    settings = NotifySettings.read(os.environ)
    # Lazy: a client costs time of the cold start, and a batch without a retry or a dead letter needs none for SQS.
    ports, sqs = _ports(settings, read_employers()), lazy(aws.sqs)
    decisions = BatchResponse(
        DeadLetterQueue(sqs, settings.decisions_dlq_url),
        VisibilityBackoff(sqs, settings.decisions_queue_url, random.random),
    )
    due_notices = BatchResponse(backoff=VisibilityBackoff(sqs, settings.due_notices_queue_url, random.random))
    startup.freeze_gc()
    startup.switch_threads_seldom()
    return {
        settings.decisions_queue_arn: BatchConsumer(parse_decision, ports, decisions),
        settings.due_notices_queue_arn: BatchConsumer(parse_due_notice, ports, due_notices),
    }


def _ports(settings: NotifySettings, employers: Employers) -> Ports:
    policy = employers.default.policy
    keep = timedelta(days=policy.retention.proof_days)
    dynamodb, brake = aws.dynamodb(), _brake(settings, policy)
    planner = SlotPlanners(employers, partial(override, settings=settings), holidays_of).of
    ledger = NoticeLedger(dynamodb, settings.notice_ledger_table, keep)
    keyed = DigestKey(lazy(aws.secrets), settings.digest_key_arn)
    people = PeopleStore(dynamodb, settings.sending_table, keep, keyed)
    bursts = BurstStore(dynamodb, settings.sending_table)
    delivery = _delivery(settings, dynamodb, ledger, DoNotContactStore(dynamodb, settings.sending_table, keep, keyed))
    pool = TalentPool(
        dynamodb, settings.talent_pool_table, settings.pool_search_table, keep, keyed, open_notice=ledger.opening
    )
    decide = DecidePorts(
        ledger=ledger,
        people=people,
        bursts=bursts,
        scheduler=_scheduler(settings, override(policy.timing, settings)),
        planner=planner,
        employer=employers.id_of,
        policy=partial(_policy, employers),
        brake_limits=brake,
        delivery=delivery,
        pool=pool,
        due_notices=DueNoticesQueue(lazy(aws.sqs), settings.due_notices_queue_url),
        now=_now,
    )
    dispatch = DispatchPorts(
        ledger=ledger,
        people=people,
        bursts=bursts,
        planner=planner,
        employer=employers.id_of,
        composer=_composer(settings, employers, keyed),
        pool=pool,
        agencies=partial(_agencies, employers),
        brake_limits=brake,
        now=_now,
    )
    return Ports(decide, dispatch, delivery)


def _delivery(
    settings: NotifySettings, dynamodb: "DynamoDBClient", ledger: NoticeLedger, do_not_contact: DoNotContactStore
) -> DeliveryPorts:
    return DeliveryPorts(
        ledger=ledger,
        do_not_contact=do_not_contact,
        mailer=SesSender(aws.ses(), settings.configuration_set),
        rate_limiter=_rate_limiter(dynamodb, settings),
        circuit=CircuitStore(dynamodb, settings.sending_table),
        executor=ThreadPoolExecutor(aws.MAX_CONCURRENT_SENDS),
        now=_now,
        new_id=partial(token_hex, 16),
        claim_lease=_CLAIM_LEASE,
        sleep=time.sleep,
    )


def override(timing: Timing, settings: NotifySettings) -> Timing:
    """Return the employer's timing with what the stack's parameters override."""
    hold = timing.hold if settings.notice_hold is None else settings.notice_hold
    window = None if settings.notice_window == "off" else timing.window
    return replace(timing, hold=hold, window=window)


def _brake(settings: NotifySettings, policy: EmployerPolicy) -> Brake:
    limit = settings.most_per_job_and_hour
    return replace(policy.brake, per_job_and_hour=limit) if limit else policy.brake


def _rate_limiter(dynamodb: "DynamoDBClient", settings: NotifySettings) -> RateLimiter:
    if not settings.max_send_rate:
        return Unlimited(_now)
    return SharedRateLimiter(dynamodb, settings.sending_table, settings.max_send_rate, _now, time.sleep)


def _scheduler(settings: NotifySettings, timing: Timing) -> NoticeScheduler:
    return NoticeScheduler(
        lazy(aws.scheduler),
        group=settings.schedule_group,
        queue_arn=settings.due_notices_queue_arn,
        dlq_arn=settings.due_notices_dlq_arn,
        role_arn=settings.scheduler_role_arn,
        spread=timing.window is not None,
        now=_now,
    )


def _composer(settings: NotifySettings, employers: Employers, keyed: DigestKey) -> LetterComposer:
    keys = SigningKeys(lazy(aws.secrets), settings.invitation_secret_arn, _now)
    return LetterComposer(employers, read_wordings(), keys, settings.site_url, keyed)


def _policy(employers: Employers, employer: str) -> EmployerPolicy | None:
    found = employers.find(employer)
    return found.policy if found else None


def _agencies(employers: Employers, employer: str) -> list[str] | None:
    policy = _policy(employers, employer)
    return [agency.id for agency in policy.agencies] if policy else None


def _now() -> datetime:
    return datetime.now(UTC)
