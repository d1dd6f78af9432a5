"""A person in the search index: their answers as ids, and where they would work. No name, and no address."""

from dataclasses import field
from datetime import date, datetime

from functions.domain.lean_dataclass import dataclass
from functions.domain.places.distance import Point
from functions.domain.pool.membership import OptIn

# Nobody is found from farther away, whatever distance they named: see `cells.py`.
MAX_DISTANCE_KM = 100


@dataclass(frozen=True, kw_only=True)
class SearchEntry:
    """One person in the index, as their profile was at `revision`.

    `point` and `distance_km`: where they live, and how far they would travel. Both are known, or the area is not.
    `time_zone`: where the day of `paused_until` begins.
    """

    candidate: str
    employer: str
    joined_at: datetime
    role_families: frozenset[str]
    shifts: frozenset[str] = frozenset()
    hours: frozenset[str] = frozenset()
    licences: frozenset[str] = frozenset()
    language: str | None = None
    channel: str | None = None
    agencies: frozenset[str] = frozenset()
    earliest_start: date | None = None
    point: Point | None = field(default=None, repr=False)
    distance_km: int | None = None
    expires_at: datetime
    paused_until: date | None = None
    time_zone: str | None = None
    revision: int


def entry_of(opt_in: OptIn) -> SearchEntry:
    """Return what the index has of this person."""
    answers, place = opt_in.answers, opt_in.place
    start, distance = answers.get("earliest_start"), answers.get("distance_km")
    many = {name: frozenset(answers.get(name) or ()) for name in ("role_families", "shifts", "hours", "licences")}
    area = (place, int(distance)) if place and distance is not None else None
    return SearchEntry(
        **many,
        candidate=opt_in.candidate,
        employer=opt_in.employer,
        joined_at=opt_in.joined_at,
        language=answers.get("language"),
        channel=answers.get("channel"),
        agencies=frozenset(agency["id"] for agency in opt_in.receipt.agencies),
        earliest_start=date.fromisoformat(start) if start else None,
        point=(float(area[0]["lat"]), float(area[0]["lon"])) if area else None,
        distance_km=min(area[1], MAX_DISTANCE_KM) if area else None,
        expires_at=opt_in.expires_at,
        paused_until=opt_in.paused_until,
        time_zone=opt_in.time_zone if opt_in.paused_until else None,
        revision=opt_in.revision,
    )
