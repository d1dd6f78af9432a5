"""Schedules as EventBridge Scheduler keeps them."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from unittest.mock import patch

import pytest
from botocore.exceptions import ClientError

from functions.domain.errors import Transient
from functions.notify.ports import Scheduler
from functions.notify.scheduler import NoticeScheduler
from tests.builders import DECIDED_AT, HOLD, REF
from tests.fakes.scheduler import FakeScheduler
from tests.notify_stack import GROUP, ROLE_ARN, NotifyStack

DUE_AT = DECIDED_AT + HOLD


def on(stack: NotifyStack, *, spread: bool = True, now: datetime = DECIDED_AT) -> NoticeScheduler:
    return NoticeScheduler(
        stack.scheduler,
        group=GROUP,
        queue_arn=stack.arn("DueNotices"),
        dlq_arn=stack.arn("DueNoticesDlq"),
        role_arn=ROLE_ARN,
        spread=spread,
        now=lambda: now,
    )


class TestScheduler:
    @pytest.fixture(params=["fake", "moto"])
    def scheduler(self, request: pytest.FixtureRequest) -> Scheduler:
        return FakeScheduler() if request.param == "fake" else on(request.getfixturevalue("stack"))

    def test_a_notice_that_is_scheduled_already_stays_so(self, scheduler: Scheduler) -> None:
        scheduler.schedule(REF, DUE_AT)
        scheduler.schedule(REF, DUE_AT + timedelta(hours=1))

    def test_one_that_is_cancelled_is_gone_and_may_be_cancelled_again(self, scheduler: Scheduler) -> None:
        scheduler.schedule(REF, DUE_AT, 1)
        scheduler.cancel(REF, 1)
        scheduler.cancel(REF, 1)
        scheduler.cancel(REF)

    def test_each_postponement_has_a_schedule_of_its_own(self, scheduler: Scheduler) -> None:
        scheduler.schedule(REF, DUE_AT)
        scheduler.schedule(REF, DUE_AT + timedelta(hours=1), 1)
        scheduler.schedule(REF, DUE_AT + timedelta(hours=2), 1)

    def test_cycles_are_scheduled_on_their_own(self, scheduler: Scheduler) -> None:
        scheduler.schedule(REF, DUE_AT)
        scheduler.schedule(REF.next(), DUE_AT)


def test_a_schedule_fires_once_at_its_moment_and_is_gone(stack: NotifyStack) -> None:
    on(stack).schedule(REF, DUE_AT)
    schedule = stack.scheduler.get_schedule(Name=str(REF), GroupName=GROUP)
    assert schedule["ScheduleExpression"] == "at(2026-11-24T15:04:00)"
    assert schedule.get("ScheduleExpressionTimezone", "UTC") == "UTC"
    assert schedule["ActionAfterCompletion"] == "DELETE"
    assert schedule["State"] == "ENABLED"


def test_a_schedule_says_to_its_queue_which_notice_is_due(stack: NotifyStack) -> None:
    on(stack).schedule(REF, DUE_AT)
    target = stack.scheduler.get_schedule(Name=str(REF), GroupName=GROUP)["Target"]
    assert (target["Arn"], target["RoleArn"], target["Input"]) == (stack.arn("DueNotices"), ROLE_ARN, str(REF))
    assert target["DeadLetterConfig"] == {"Arn": stack.arn("DueNoticesDlq")}


def test_the_first_moment_stays(stack: NotifyStack) -> None:
    on(stack).schedule(REF, DUE_AT)
    on(stack).schedule(REF, DUE_AT + timedelta(hours=1))
    kept = stack.scheduler.get_schedule(Name=str(REF), GroupName=GROUP)
    assert kept["ScheduleExpression"] == "at(2026-11-24T15:04:00)"
    assert len(stack.scheduler.list_schedules(GroupName=GROUP)["Schedules"]) == 1


def test_a_later_moment_has_another_name_and_asks_about_the_same_notice(stack: NotifyStack) -> None:
    on(stack).schedule(REF, DUE_AT)
    on(stack).schedule(REF, DUE_AT + timedelta(hours=1), 1)
    names = sorted(kept["Name"] for kept in stack.scheduler.list_schedules(GroupName=GROUP)["Schedules"])
    assert names == [str(REF), f"{REF}.1"]
    later = stack.scheduler.get_schedule(Name=f"{REF}.1", GroupName=GROUP)
    assert (later["ScheduleExpression"], later["Target"]["Input"]) == ("at(2026-11-24T16:04:00)", str(REF))


@pytest.mark.parametrize(("now", "error"), [(DUE_AT, Transient), (DUE_AT - timedelta(minutes=2), ClientError)])
def test_a_moment_that_has_passed_meanwhile_is_no_bug_and_the_message_comes_again(
    stack: NotifyStack, now: datetime, error: type[Exception]
) -> None:
    answer: Any = {"Error": {"Code": "ValidationException"}, "ResponseMetadata": {"HTTPStatusCode": 400}}
    refused = ClientError(answer, "CreateSchedule")
    scheduler = on(stack, now=now)
    with patch.object(stack.scheduler, "create_schedule", side_effect=refused), pytest.raises(error):
        scheduler.schedule(REF, DUE_AT)


@pytest.mark.parametrize(
    ("spread", "window"),
    [(True, {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 15}), (False, {"Mode": "OFF"})],
)
def test_slots_are_spread_where_there_is_a_window(stack: NotifyStack, spread: bool, window: dict[str, object]) -> None:
    on(stack, spread=spread).schedule(REF, DUE_AT)
    assert stack.scheduler.get_schedule(Name=str(REF), GroupName=GROUP)["FlexibleTimeWindow"] == window


def test_a_moment_in_any_zone_is_written_in_utc(stack: NotifyStack) -> None:
    toronto = datetime(2026, 11, 24, 10, 4, tzinfo=timezone(timedelta(hours=-5)))
    assert toronto.astimezone(UTC) == DUE_AT
    on(stack).schedule(REF, toronto)
    assert stack.scheduler.list_schedules(GroupName=GROUP)["Schedules"][0]["Name"] == str(REF)
    kept = stack.scheduler.get_schedule(Name=str(REF), GroupName=GROUP)
    assert kept["ScheduleExpression"] == "at(2026-11-24T15:04:00)"
