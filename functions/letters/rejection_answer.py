"""The answer of a rejection letter: thanks, the explicit decision, a true reason, and what the decision leaves open."""

import re
from collections.abc import Sequence
from typing import get_args

from functions.domain.decisions.rejection import Job, Rejection, Stage
from functions.domain.personal_data import has_placeholder, one_line
from functions.letters.layout import Listing, Paragraph, Part, paragraph
from functions.letters.recruiter_note import note_sentences
from functions.letters.wording import Wording

_MAX_LOCATION_LENGTH = 60
_STAGES: tuple[Stage, ...] = get_args(Stage)


def compose_answer(decision: Rejection, company: str, wording: Wording, *, others_open: bool) -> list[Part]:
    """Compose the answer to one application."""
    thanks = wording.say("thanks", decision.stage, job=job_with_place(decision.job), company=company)
    # This reason is part of the decision's own sentence, so that it does not stand there twice.
    cancelled = decision.reason == "position_cancelled"
    verdict = wording.say("decision", "position_cancelled" if cancelled else decision.stage)
    reason = [] if cancelled else _reason(decision, wording)
    return [
        paragraph(" ".join([thanks, verdict, *reason])),
        *map(paragraph, note_sentences(decision, wording)),
        _care(decision.stage, "others_open" if others_open else "one_position", wording),
    ]


def compose_combined_answer(
    decisions: Sequence[Rejection], company: str, wording: Wording, *, others_open: bool
) -> list[Part]:
    """Compose the answer to several applications, each job named once. The furthest stage sets the tone."""
    stage = max((decision.stage for decision in decisions), key=_STAGES.index)
    thanks = wording.say("thanks_several", stage, company=company)
    by_job: dict[str, list[Rejection]] = {}
    for decision in decisions:
        by_job.setdefault(job_with_place(decision.job), []).append(decision)
    return [
        paragraph(f"{thanks} {wording.say('decision', 'several')}"),
        Listing(tuple(_item(job, rejections, wording) for job, rejections in by_job.items())),
        _care(stage, "others_open" if others_open else "several_positions", wording),
    ]


def job_with_place(job: Job) -> str:
    """Return the job's title, with the place where it can be shown and the title does not name it already."""
    place = location_of(job)
    if not place or _is_in(job.title, place):
        return job.title
    # Two brackets in a row, or one in another, are hard to read.
    return f"{job.title} – {place}" if job.title.endswith((")", "]")) or "(" in place else f"{job.title} ({place})"


def _is_in(title: str, place: str) -> bool:
    # Most titles name no place, and need no pattern to be compiled.
    if place.casefold() not in title.casefold():
        return False
    return re.search(rf"(?<!\w){re.escape(place)}(?!\w)", title, re.IGNORECASE) is not None


def location_of(job: Job) -> str | None:
    """Return the place, or None where none fits into a sentence."""
    location = one_line(job.location or "")
    return location if 0 < len(location) <= _MAX_LOCATION_LENGTH and not has_placeholder(location) else None


def _care(stage: Stage, closing: str, wording: Wording) -> Paragraph:
    return paragraph(f"{wording.say('care', stage)} {wording.say('closing', closing)}")


def _item(job: str, decisions: Sequence[Rejection], wording: Wording) -> Paragraph:
    # Two applications for one job may have two reasons, or the same reason twice.
    reasons = " ".join(dict.fromkeys(reason for decision in decisions for reason in _reason(decision, wording)))
    notes = dict.fromkeys(note for decision in decisions for note in note_sentences(decision, wording))
    return paragraph(wording.say("several", "job", job=job, reason=reasons) if reasons else job, *notes)


def _reason(decision: Rejection, wording: Wording) -> list[str]:
    reason = decision.reason or "unspecified"
    return [] if reason == "unspecified" else [wording.say("reason", reason)]
