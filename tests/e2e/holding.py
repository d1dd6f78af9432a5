"""Decisions that are due in a moment, and the schedules that say so, however slow the machine is."""

import itertools
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta

from functions.domain.notices.reference import NoticeRef
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
        mark = f"-{attempt}"
        names = [f"{application}{mark}" for application in applications]
        deployed.publish(*publish(mark, datetime.now(UTC) + _SHORTEST * 2**attempt))
        until(lambda names=names: all(map(deployed.is_known, names)), f"{names} to be known")  # type: ignore[misc]
        # Also in one clock hour: bursts are counted by it, and a day ends with one.
        if {(state, at.hour) for state, at in _beginnings(deployed, names)} == {("HELD", datetime.now(UTC).hour)}:
            return mark
    raise AssertionError


def _beginnings(deployed: Deployed, applications: Iterable[str]) -> Iterable[tuple[str, datetime]]:
    """Yield in which state each began, and when."""
    for application in applications:
        notice = deployed.notice(SOURCE, application)
        assert notice
        first = notice["history"][0]
        yield first["state"], datetime.fromisoformat(first["at"]).astimezone(UTC)


def fire_schedule(deployed: Deployed, application: str) -> None:
    """Let the schedule of a notice fire now, and wait until what it puts on its queue is done."""
    client, name = deployed.client("scheduler"), _name(application)
    found = client.get_schedule(Name=name, GroupName=_schedules(deployed)[name])
    kept = {key: found[key] for key in ("Name", "GroupName", "FlexibleTimeWindow", "Target", "ActionAfterCompletion")}
    past = datetime.now(UTC) - timedelta(minutes=1)
    client.update_schedule(**kept, ScheduleExpression=f"at({past:%Y-%m-%dT%H:%M:%S})")
    until(lambda: not is_scheduled(deployed, application), f"the schedule of {application} to be over")
    until(lambda: not deployed.waiting("DueNoticesQueueUrl"), "the due notice to be done")


def is_scheduled(deployed: Deployed, *applications: str) -> bool:
    """Return whether the schedule of any of them is still to fire."""
    return not _schedules(deployed).keys().isdisjoint(map(_name, applications))


def _schedules(deployed: Deployed) -> dict[str, str]:
    """Return the group of each schedule by its name."""
    pages = deployed.client("scheduler").get_paginator("list_schedules").paginate()
    return {schedule["Name"]: schedule["GroupName"] for page in pages for schedule in page["Schedules"]}


def _name(application: str) -> str:
    return str(NoticeRef.of(SOURCE, application))
