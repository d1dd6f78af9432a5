"""The plan for one decision in plain words, without anything about the person."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from functions.domain.decisions.rejection import Rejection, locale_of
from functions.domain.employers.policy import Brand, EmployerPolicy, Timing
from functions.domain.notices.objection import REFUSES_EMAIL
from functions.domain.time_zones import countries_of, find_zone
from functions.domain.timing.planner import SlotPlanner
from functions.domain.timing.public_holidays import holidays_of
from functions.domain.timing.regions import known_region
from functions.domain.timing.slots import SPREAD, Slot, Step, StepReason
from functions.letters.recruiter_note import note_problem
from ops.words.source import read_source

_WORDS = {
    StepReason.DECIDED: "Decided",
    StepReason.HOLD_ENDS: "The hold ends",
    StepReason.ALREADY_OVER: "That is in the past, so from now on",
    StepReason.TOO_EARLY: "The window is not open yet; it opens",
    StepReason.TOO_LATE: "Too late for that day's window; the next",
    StepReason.WEEKEND: "A weekend; the day after",
    StepReason.HOLIDAY: "A public holiday ({detail}); the day after",
    StepReason.CAP: "The hold ends early, for the last business day",
}


def explain(decision: Rejection, now: datetime, policy: EmployerPolicy, timing: Timing) -> Iterator[str]:
    """Yield the plan line by line, for a decision that arrives at `now`."""
    brand, planner = policy.brand, SlotPlanner(policy.brand, timing, holidays_of)
    zone = planner.zone(decision)
    yield f"Application {decision.application_id}"
    if decision.candidate.can_email is False:
        yield f"No notice is sent: {REFUSES_EMAIL}"
        return
    yield f"Clock: {zone.key}, {_whose_clock(decision)}"
    yield f"Public holidays: {_whose_holidays(decision, planner.region(decision), brand, timing)}"
    if planner.is_stale(decision, now):
        yield f"Decided: {_local(decision.decided_at, zone)}"
        yield f"Held for review: it was decided more than {timing.stale_after.days} days ago (timing.stale_after)"
        return
    yield from _words(decision, policy)
    yield from _plan(planner.slot(decision, now), now, zone, in_window=timing.window is not None)


def _words(decision: Rejection, policy: EmployerPolicy) -> Iterator[str]:
    wording = read_source().of(policy.languages.of(locale_of([decision])))
    yield f"From {policy.brand.name}, in {wording.language}, wording {wording.version}"
    if problem := note_problem(decision, wording):
        yield f"The recruiter's note is left out: {problem.value}"


def _plan(slot: Slot, now: datetime, zone: ZoneInfo, *, in_window: bool) -> Iterator[str]:
    yield from (_step(step, zone) for step in slot.steps)
    yield f"Sent: {_sent(slot.due_at, now, zone, in_window=in_window)}"
    yield f"By itself until {_local(slot.latest_at, zone)}; after that it is held for review, and a person decides"
    yield "These may still change it: a brake, a hire, a withdrawal, another answer on the same day"


def _step(step: Step, zone: ZoneInfo) -> str:
    return f"{_WORDS[step.reason].format(detail=step.detail)}: {_local(step.at, zone)}"


def _sent(due_at: datetime, now: datetime, zone: ZoneInfo, *, in_window: bool) -> str:
    if due_at <= now:
        return f"at once, {_in_both(now, zone)}"
    spread = f", or up to {SPREAD // timedelta(minutes=1)} minutes later" if in_window else ""
    return f"{_in_both(due_at, zone)}{spread}"


def _whose_clock(decision: Rejection) -> str:
    named = (("candidate", decision.candidate.time_zone), ("job", decision.job.time_zone))
    unknown = list[str]()
    for whose, name in named:
        if name and find_zone(name):
            return ", ".join([f"the {whose}'s", *unknown])
        if name:
            unknown.append(f"as the {whose}'s is not a time zone")
    return ", ".join(["the employer's", *unknown])


def _whose_holidays(decision: Rejection, region: str | None, brand: Brand, timing: Timing) -> str:
    if timing.window is None:
        return "not observed, as the window is off"
    if not timing.observe_holidays:
        return "not observed (timing.observe_holidays)"
    if region is None:
        return "none, as no region is known"
    return f"{region}, {_whose_region(decision, region, brand)}"


def _whose_region(decision: Rejection, region: str, brand: Brand) -> str:
    candidate, job = decision.candidate, decision.job
    for whose, own, clock in (("candidate", candidate.region, candidate.time_zone), ("job", job.region, job.time_zone)):
        if known_region(own):
            return f"the {whose}'s region"
        if countries_of(clock):
            refiners = (("job", job.region), ("employer", brand.region)) if "-" in region else ()
            inside = [f"the {other}'s region, in " for other, refined in refiners if refined == region]
            return "".join([*inside[:1], f"the country of the {whose}'s time zone"])
    return "the employer's region"


def _local(moment: datetime, zone: ZoneInfo) -> str:
    there = moment.astimezone(zone)
    return f"{there:%A} {there.day} {there:%B %Y, %H:%M %Z}"


def _in_both(moment: datetime, zone: ZoneInfo) -> str:
    return f"{_local(moment, zone)} ({moment.astimezone(UTC):%H:%M} UTC)"
