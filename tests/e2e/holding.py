"""Decisions that are due in a moment, and the schedules that say so, however slow the machine is."""

import itertools
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from functions.domain.notices.reference import NoticeRef
from functions.stores.dynamodb.attributes import to_item, to_text
from tests.e2e.decisions import SOURCE
from tests.e2e.deployed import Deployed, until

# Of a notice that is held for as long as a test takes.
LATER = timedelta(hours=1)
_SHORTEST = timedelta(seconds=5)


def held(deployed: Deployed, applications: Sequence[str], publish: Callable[[str, datetime], Sequence[str]]) -> str:
    """Publish what `publish(mark, due)` gives until all of it is held before it is due. Return the mark.

    A machine that takes longer than a try allows gets another one of twice that time, with applications of its own:
    each is named by `applications` and the mark.
    """
    for attempt in itertools.count():
        mark, due = f"-{attempt}", datetime.now(UTC) + _SHORTEST * 2**attempt
        names = [f"{application}{mark}" for application in applications]
        deployed.publish(*publish(mark, due))
        until(lambda names=names: all(map(deployed.is_known, names)), f"{names} to be known")  # type: ignore[misc]
        beginnings = set(_beginnings(deployed, names))
        # Each on its own: one that a review holds is HELD as well, although the first of them may be sent by then.
        is_in_time = all(state == "HELD" and at < due for state, at in beginnings)
        # Also in one clock hour: bursts are counted by it, and a day ends with one.
        if is_in_time and {at.hour for _, at in beginnings} == {datetime.now(UTC).hour}:
            return mark
    raise AssertionError


def _beginnings(deployed: Deployed, applications: Iterable[str]) -> Iterable[tuple[str, datetime]]:
    """Yield in which state each began, and when."""
    for application in applications:
        notice = deployed.notice(SOURCE, application)
        assert notice
        first = notice["history"][0]
        yield first["state"], datetime.fromisoformat(first["at"]).astimezone(UTC)


def fire_schedule(deployed: Deployed, *applications: str) -> None:
    """Let the schedules of these notices fire now, and wait until what they put on their queue is done."""
    client, past = deployed.client("scheduler"), datetime.now(UTC) - timedelta(minutes=1)
    for name, group in _schedules(deployed, applications).items():
        found = client.get_schedule(Name=name, GroupName=group)
        kept = {
            key: found[key] for key in ("Name", "GroupName", "FlexibleTimeWindow", "Target", "ActionAfterCompletion")
        }
        client.update_schedule(**kept, ScheduleExpression=f"at({past:%Y-%m-%dT%H:%M:%S})")
    until(lambda: not is_scheduled(deployed, *applications), f"the schedules of {applications} to be over")
    until(lambda: not deployed.waiting("DueNoticesQueueUrl"), "the due notices to be done")


def is_scheduled(deployed: Deployed, *applications: str) -> bool:
    """Return whether the schedule of any of them is still to fire."""
    return bool(_schedules(deployed, applications))


def becomes_due(deployed: Deployed, *applications: str) -> None:
    """Bring the moment of held notices forward, as if the time until then had passed."""
    client, past = deployed.client("dynamodb"), datetime.now(UTC) - timedelta(minutes=1)
    for application in applications:
        client.update_item(
            TableName=deployed.outputs["NoticeLedgerTable"],
            Key=to_item({"application": NoticeRef.of(SOURCE, application).application, "cycle": 1}),
            UpdateExpression="SET due_at = :past",
            ConditionExpression="#state = :held",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues=to_item({":past": to_text(past), ":held": "HELD"}),
        )
    fire_schedule(deployed, *applications)


def _schedules(deployed: Deployed, applications: Iterable[str]) -> dict[str, str]:
    """Return the group of each schedule of these notices by its name: the reference, and how often it was postponed."""
    refs = {str(NoticeRef.of(SOURCE, application)) for application in applications}
    pages = deployed.client("scheduler").get_paginator("list_schedules").paginate()
    found = {schedule["Name"]: schedule["GroupName"] for page in pages for schedule in page["Schedules"]}
    return {name: group for name, group in found.items() if name.partition(".")[0] in refs}
