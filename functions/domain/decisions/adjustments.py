"""Adjustments: what the intake leaves out of a rejection, or repairs, so that the candidate hears all the same."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from functions.domain.decisions.rejection import Job, Rejection
from functions.domain.decisions.title import MAX_TITLE_LENGTH
from functions.domain.html_entities import decoded
from functions.domain.no_value import says_nothing
from functions.domain.personal_data import PersonName, one_line
from functions.domain.time_zones import find_zone
from functions.domain.timing.regions import known_region

# ASCII's own sign for a character that could not be read. It stands for half of a surrogate pair.
SUBSTITUTE = "\x1a"


class AdjustmentKind(StrEnum):
    """Every kind of adjustment. The value is its metric."""

    REASON_IGNORED = "ReasonIgnored"
    NOTE_TOO_LONG = "NoteTooLong"
    NOTE_SAYS_NOTHING = "NoteSaysNothing"
    TITLE_SHORTENED = "TitleShortened"
    PLACE_LEFT_OUT = "PlaceLeftOut"
    NAME_LEFT_OUT = "NameLeftOut"
    TIME_ZONE_IGNORED = "TimeZoneIgnored"
    REGION_IGNORED = "RegionIgnored"
    REPLY_ADDRESS_IGNORED = "ReplyAddressIgnored"
    TEXT_REPAIRED = "TextRepaired"


class Adjustment(NamedTuple):
    """One adjustment, and the field that it concerns; never the field's value."""

    field: str
    kind: AdjustmentKind


def adjustments_of(rejection: Rejection, raw: Mapping[str, Any]) -> tuple[Adjustment, ...]:
    """Return what was adjusted in a rejection that was read from `raw`."""
    return tuple(
        Adjustment(f"data.{field}", kind)
        for found in (_of_decision(rejection, raw), _of_person(rejection, raw), _of_job(rejection.job, raw["job"]))
        for field, kind in found
    )


def _of_decision(rejection: Rejection, raw: Mapping[str, Any]) -> Iterator[tuple[str, AdjustmentKind]]:
    if rejection.reason is None and raw.get("reason") is not None:
        yield "reason", AdjustmentKind.REASON_IGNORED
    if rejection.note is None and raw.get("note") is not None:
        yield "note", AdjustmentKind.NOTE_TOO_LONG
    elif rejection.note and one_line(rejection.note) and says_nothing(one_line(decoded(rejection.note))):
        yield "note", AdjustmentKind.NOTE_SAYS_NOTHING
    elif is_repaired(rejection.note):
        yield "note", AdjustmentKind.TEXT_REPAIRED
    recruiter = rejection.recruiter
    if recruiter and recruiter.email is None and raw["recruiter"].get("email") is not None:
        yield "recruiter.email", AdjustmentKind.REPLY_ADDRESS_IGNORED
    if recruiter and _is_left_out(recruiter.name):
        yield "recruiter.name", AdjustmentKind.NAME_LEFT_OUT


def _of_person(rejection: Rejection, raw: Mapping[str, Any]) -> Iterator[tuple[str, AdjustmentKind]]:
    candidate = rejection.candidate
    if candidate.given_name and candidate.given_name.reveal().strip() and not candidate.greeting_name():
        yield "candidate.given_name", AdjustmentKind.NAME_LEFT_OUT
    yield from _of_place("candidate", candidate.time_zone, candidate.region, raw["candidate"])


def _of_job(job: Job, raw: Mapping[str, Any]) -> Iterator[tuple[str, AdjustmentKind]]:
    title = raw["title"]
    if len(title) > MAX_TITLE_LENGTH and len(one_line(decoded(title))) > MAX_TITLE_LENGTH:
        yield "job.title", AdjustmentKind.TITLE_SHORTENED
    if is_repaired(title):
        yield "job.title", AdjustmentKind.TEXT_REPAIRED
    if job.location and job.place() is None and one_line(job.location):
        yield "job.location", AdjustmentKind.PLACE_LEFT_OUT
    elif is_repaired(job.location):
        yield "job.location", AdjustmentKind.TEXT_REPAIRED
    yield from _of_place("job", job.time_zone, job.region, raw)


def _of_place(
    whose: str, zone: str | None, region: str | None, raw: Mapping[str, Any]
) -> Iterator[tuple[str, AdjustmentKind]]:
    if zone and find_zone(zone) is None:
        yield f"{whose}.time_zone", AdjustmentKind.TIME_ZONE_IGNORED
    if raw.get("region") is not None and known_region(region) is None:
        yield f"{whose}.region", AdjustmentKind.REGION_IGNORED


def _is_left_out(name: PersonName | None) -> bool:
    return name is not None and bool(name.reveal().strip()) and name.presentable() is None


def is_repaired(text: str | None) -> bool:
    """Return whether a text has half a character, or was escaped on its way."""
    return text is not None and (SUBSTITUTE in text or decoded(text) != text)
