"""The planner: from a decision to its slot, by the candidate's clock and holidays and the employer's timing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from functions.domain.decisions.rejection import Rejection
from functions.domain.employers.employers import Employers
from functions.domain.employers.policy import Brand, Timing
from functions.domain.time_zones import find_zone
from functions.domain.timing.public_holidays import weekend_of
from functions.domain.timing.regions import region_of
from functions.domain.timing.slots import Holiday, Slot, Weekend, find_slot, is_saturday_or_sunday, is_stale, no_holiday


def first_known_zone(*names: str | None, fallback: ZoneInfo) -> ZoneInfo:
    """Return the first of `names` that is a known zone, else `fallback`."""
    return next(filter(None, map(find_zone, filter(None, names))), fallback)


class SlotPlanner:
    """The planner of one employer. `holidays` returns a region's public holidays by day, `weekends` its weekend."""

    def __init__(
        self,
        brand: Brand,
        timing: Timing,
        holidays: Callable[[str | None], Holiday],
        weekends: Callable[[str | None], Weekend] = weekend_of,
    ) -> None:
        self._brand, self._timing, self._holidays, self._weekends = brand, timing, holidays, weekends
        self._without_hold = replace(timing, hold=timedelta(0))

    @property
    def hired_for(self) -> timedelta:
        return self._timing.hired_for

    def slot(self, decision: Rejection, now: datetime) -> Slot:
        """Return when the notice about a decision is due."""
        return self._find(decision, decision.decided_at, now, self._timing)

    def opens_at(self, decision: Rejection, now: datetime, earliest: datetime | None = None) -> datetime:
        """Return when the window is next open, from `earliest` on, or from now on."""
        return self._find(decision, earliest or now, now, self._without_hold).due_at

    def opens_for(self, time_zone: str | None, now: datetime) -> datetime:
        """Return when the window is next open for a person in that zone, whom no decision is about."""
        region = region_of(
            candidate_region=None,
            candidate_zone=time_zone,
            job_region=None,
            job_zone=None,
            company_region=self._brand.region,
        )
        zone = first_known_zone(time_zone, fallback=self._brand.time_zone)
        return self._find_at(zone, region, now, now, self._without_hold).due_at

    def is_stale(self, decision: Rejection, now: datetime) -> bool:
        """Return whether a person must review the decision because of its age."""
        return is_stale(decision.decided_at, now, self._timing)

    def day(self, decision: Rejection, moment: datetime) -> date:
        """Return the date at the candidate's place."""
        return moment.astimezone(self.zone(decision)).date()

    def zone(self, decision: Rejection) -> ZoneInfo:
        """Return the candidate's time zone, else the job's, else the employer's."""
        return first_known_zone(decision.candidate.time_zone, decision.job.time_zone, fallback=self._brand.time_zone)

    def region(self, decision: Rejection) -> str | None:
        """Return the region whose public holidays count, as ISO 3166."""
        candidate, job = decision.candidate, decision.job
        return region_of(
            candidate_region=candidate.region,
            candidate_zone=candidate.time_zone,
            job_region=job.region,
            job_zone=job.time_zone,
            company_region=self._brand.region,
        )

    def _find(self, decision: Rejection, start: datetime, now: datetime, timing: Timing) -> Slot:
        # Without a window no day is off, so the calendar need not be imported.
        region = self.region(decision) if timing.window else None
        return self._find_at(self.zone(decision), region, start, now, timing)

    def _find_at(self, zone: ZoneInfo, region: str | None, start: datetime, now: datetime, timing: Timing) -> Slot:
        holiday = self._holidays(region) if timing.window and timing.observe_holidays else no_holiday
        weekend = self._weekends(region) if timing.window else is_saturday_or_sunday
        return find_slot(start, now=now, timing=timing, zone=zone, holiday=holiday, weekend=weekend)


class SlotPlanners:
    """The planners of all employers. `override` returns an employer's timing as the stack's parameters have it."""

    def __init__(
        self,
        employers: Employers,
        override: Callable[[Timing], Timing],
        holidays: Callable[[str | None], Holiday],
    ) -> None:
        self._employers, self._override, self._holidays = employers, override, holidays
        self._planners = dict[str, SlotPlanner]()

    def of(self, source: str) -> SlotPlanner:
        """Return the planner of the employer whose decisions `source` reports."""
        employer = self._employers.of(source)
        if employer.id not in self._planners:
            policy = employer.policy
            self._planners[employer.id] = SlotPlanner(policy.brand, self._override(policy.timing), self._holidays)
        return self._planners[employer.id]
