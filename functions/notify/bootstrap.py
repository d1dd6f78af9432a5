"""notify's composition root: clients, adapters, policy and clock, made once per process."""

import os
import random
import time
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from functions.domain.employers.employers import Employers
from functions.domain.employers.policy import Brake, EmployerPolicy, Timing
from functions.domain.timing.planner import SlotPlanner
from functions.domain.timing.public_holidays import holidays_of
from functions.letters.wording import Wordings
from functions.mail.ses_sender import SesSender
from functions.notify.composer import NoticeComposer
from functions.notify.consumer import Consumer, read_decision, read_due
from functions.notify.ports import Pace, Ports
from functions.notify.scheduler import NoticeScheduler
from functions.notify.settings import NotifySettings
from functions.runtime import aws, startup
from functions.runtime.employers_file import read_employers
from functions.runtime.lazy import lazy
from functions.runtime.signing_keys import InvitationKeys
from functions.runtime.sqs.backoff import VisibilityBackoff
from functions.runtime.sqs.batch_response import Ends
from functions.runtime.sqs.dead_letter import DeadLetterQueue
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.sending.bursts import BurstStore
from functions.stores.sending.do_not_contact import DoNotContactStore
from functions.stores.sending.people import PeopleStore
from functions.stores.sending.rate_limiter import SharedRateLimiter, Unlimited

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Longer than the function may run, so that a claim's worker is dead when its lease is over.
_CLAIM_LEASE = timedelta(minutes=5)
# Of the mails that were handed to SES together, and of the write that marks them.
_SLOWEST_END = timedelta(seconds=aws.WORST_CASE_FINISH)


@cache
def consumers() -> Mapping[str, Consumer]:
    """What to do with a message, by the ARN of the queue that it came from."""
    settings = NotifySettings.read(os.environ)
    ports, sqs = _ports(settings, read_employers()), lazy(aws.sqs)
    decisions = Ends(
        VisibilityBackoff(sqs, settings.decisions_queue_url, random.random),
        DeadLetterQueue(sqs, settings.decisions_dlq_url),
    )
    due_notices = Ends(VisibilityBackoff(sqs, settings.due_notices_queue_url, random.random))
    startup.freeze_gc()
    return {
        settings.decisions_queue_arn: Consumer(read_decision, ports, decisions),
        settings.due_notices_queue_arn: Consumer(read_due, ports, due_notices),
    }


def deadline(time_left: timedelta) -> datetime:
    """When the last mail may be handed to SES, so that its end is still written down."""
    return _now() + time_left - _SLOWEST_END


def _ports(settings: NotifySettings, employers: Employers) -> Ports:
    policy = employers.default.policy
    keep = timedelta(days=policy.retention.proof_days)
    dynamodb, table = aws.dynamodb(), settings.notice_ledger_table
    return Ports(
        ledger=NoticeLedger(dynamodb, table, keep),
        people=PeopleStore(dynamodb, settings.sending_table, keep),
        bursts=BurstStore(dynamodb, settings.sending_table),
        do_not_contact=DoNotContactStore(dynamodb, settings.sending_table, keep),
        mailer=SesSender(aws.ses(), settings.configuration_set),
        scheduler=_scheduler(settings, override(policy.timing, settings)),
        pace=_pace(dynamodb, settings),
        pool=ThreadPoolExecutor(aws.MAX_CONCURRENT_SENDS),
        planner=_planners(settings, employers),
        employer=employers.id_of,
        composer=_composer(settings, employers),
        brake=_brake(settings, policy),
        now=_now,
        new_id=lambda: uuid.uuid4().hex,
        claim_lease=_CLAIM_LEASE,
    )


def override(timing: Timing, settings: NotifySettings) -> Timing:
    """The company's timing, where the stack's parameters do not say otherwise."""
    hold = timing.hold if settings.notice_hold is None else settings.notice_hold
    window = None if settings.notice_window == "off" else timing.window
    return timing.model_copy(update={"hold": hold, "window": window})


def _brake(settings: NotifySettings, policy: EmployerPolicy) -> Brake:
    most = settings.most_per_job_and_hour
    return policy.brake.model_copy(update={"per_job_and_hour": most}) if most else policy.brake


def _pace(dynamodb: "DynamoDBClient", settings: NotifySettings) -> Pace:
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
    )


def _planners(settings: NotifySettings, employers: Employers) -> Callable[[str], SlotPlanner]:
    planners = dict[str, SlotPlanner]()

    def planner_of(source: str) -> SlotPlanner:
        employer = employers.of(source)
        if employer.id not in planners:
            policy = employer.policy
            planners[employer.id] = SlotPlanner(policy.brand, override(policy.timing, settings), holidays_of)
        return planners[employer.id]

    return planner_of


def _composer(settings: NotifySettings, employers: Employers) -> NoticeComposer:
    keys = InvitationKeys(lazy(aws.secrets), settings.invitation_secret_arn, _now)
    return NoticeComposer(employers, Wordings(), keys, settings.site_url)


def _now() -> datetime:
    return datetime.now(UTC)
