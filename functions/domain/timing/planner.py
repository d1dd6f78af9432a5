"""From a decision to its slot: whose clock, whose holidays, and the company's timing."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from functions.domain.decisions.rejection import Rejection
from functions.domain.employers.policy import Brand, Timing
from functions.domain.time_zones import zone_of
from functions.domain.timing.regions import region_of
from functions.domain.timing.slots import Holiday, Slot, is_stale, slot


class Planner:
    """One company's timing. `holidays` gives a region's public holidays by day."""

    def __init__(self, brand: Brand, timing: Timing, holidays: Callable[[str | None], Holiday]) -> None:
        self._brand, self._timing, self._holidays = brand, timing, holidays
        self._at_once = timing.model_copy(update={"hold": timedelta(0)})

    def slot(self, decision: Rejection, now: datetime) -> Slot:
        """When its notice is due."""
        zone, holiday = self.zone(decision), self._holiday(decision)
        return slot(decision.decided_at, now=now, timing=self._timing, zone=zone, holiday=holiday)

    def opens_at(self, decision: Rejection, now: datetime) -> datetime:
        """When the window is open next, the hold being over; `now` if it is."""
        zone, holiday = self.zone(decision), self._holiday(decision)
        return slot(now, now=now, timing=self._at_once, zone=zone, holiday=holiday).due_at

    def is_stale(self, decision: Rejection, now: datetime) -> bool:
        return is_stale(decision.decided_at, now, self._timing)

    def day(self, decision: Rejection, moment: datetime) -> date:
        """The candidate's own date."""
        return moment.astimezone(self.zone(decision)).date()

    def zone(self, decision: Rejection) -> ZoneInfo:
        """The candidate's, else the job's, else the company's."""
        return zone_of(decision.candidate.time_zone, decision.job.time_zone, fallback=self._brand.time_zone)

    def region(self, decision: Rejection) -> str | None:
        """Whose public holidays count, as ISO 3166."""
        candidate, job = decision.candidate, decision.job
        return region_of(
            candidate_region=candidate.region,
            candidate_zone=candidate.time_zone,
            job_region=job.region,
            job_zone=job.time_zone,
            company_region=self._brand.region,
        )

    def _holiday(self, decision: Rejection) -> Holiday:
        if self._timing.window is None or not self._timing.observe_holidays:
            return lambda _day: None
        return self._holidays(self.region(decision))
