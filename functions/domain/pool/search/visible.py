"""The one predicate of the pool: the count, the page, the export and every other use find the same people by it."""

from datetime import UTC, datetime

from functions.domain.lean_dataclass import dataclass
from functions.domain.places.distance import distance_m
from functions.domain.pool.search.criteria import Criteria
from functions.domain.pool.search.entry import SearchEntry


@dataclass(frozen=True)
class Use:
    """The one who looks for people: an employer, by its id, or an agency to which people have agreed there."""

    employer: str
    agency: str | None = None


def found(entry: SearchEntry, criteria: Criteria, use: Use, now: datetime) -> bool:
    """Tell whether a search finds this person. Nothing but the person themselves, and expiry, hides anybody."""
    return visible(entry, use, now) and matches(entry, criteria)


def visible(entry: SearchEntry, use: Use, now: datetime) -> bool:
    """Tell whether the consent allows this use now."""
    return (
        entry.employer == use.employer
        and now < entry.expires_at
        and not _is_paused(entry, now)
        and (use.agency is None or use.agency in entry.agencies)
    )


def matches(entry: SearchEntry, criteria: Criteria) -> bool:
    """Tell whether the person's answers are what is asked for."""
    undeclared = criteria.undeclared
    return (
        _any(entry.role_families, criteria.role_families, or_none=False)
        and _any(entry.shifts, criteria.shifts, or_none="shifts" in undeclared)
        and _any(entry.hours, criteria.hours, or_none="hours" in undeclared)
        and _all(entry.licences, criteria.licences, or_none="licences" in undeclared)
        and criteria.language in (None, entry.language)
        and criteria.channel in (None, entry.channel)
        and (criteria.agency is None or criteria.agency in entry.agencies)
        and _starts(entry, criteria)
        and _reaches(entry, criteria)
    )


def _is_paused(entry: SearchEntry, now: datetime) -> bool:
    if entry.paused_until is None:
        return False
    # Imported here, because few are paused, and the table of zones is large.
    from functions.domain.time_zones import find_zone  # noqa: PLC0415

    zone = (find_zone(entry.time_zone) if entry.time_zone else None) or UTC
    return now.astimezone(zone).date() < entry.paused_until


def _any(declared: frozenset[str], wanted: tuple[str, ...], *, or_none: bool) -> bool:
    return not wanted or (or_none if not declared else not declared.isdisjoint(wanted))


def _all(declared: frozenset[str], wanted: tuple[str, ...], *, or_none: bool) -> bool:
    return not wanted or (or_none if not declared else declared.issuperset(wanted))


def _starts(entry: SearchEntry, criteria: Criteria) -> bool:
    if criteria.starts_on is None:
        return True
    if entry.earliest_start is None:
        return "earliest_start" in criteria.undeclared
    return entry.earliest_start <= criteria.starts_on


def _reaches(entry: SearchEntry, criteria: Criteria) -> bool:
    if criteria.place is None:
        return True
    if entry.point is None or entry.distance_km is None:
        return "area" in criteria.undeclared
    place = float(criteria.place["lat"]), float(criteria.place["lon"])
    return distance_m(entry.point, place) <= entry.distance_km * 1000
