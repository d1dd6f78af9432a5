"""The answer itself: thanks, the explicit decision, a true reason only, and what the answer is not about."""

from collections.abc import Sequence
from typing import get_args

from functions.domain.decisions.rejection import Job, Rejection, Stage
from functions.domain.personal_data import one_line
from functions.domain.placeholders import has_placeholder
from functions.letters.layout import Listing, Paragraph, Part, paragraph
from functions.letters.recruiter_note import note_sentences
from functions.letters.wording import Wording

_LONGEST_LOCATION = 60
_STAGES: tuple[Stage, ...] = get_args(Stage)


def answer_one(decision: Rejection, company: str, wording: Wording, *, others_open: bool) -> list[Part]:
    thanks = wording.say("thanks", decision.stage, job=named(decision.job), company=company)
    cancelled = decision.reason == "position_cancelled"
    verdict = wording.say("decision", "position_cancelled" if cancelled else decision.stage)
    reason = [] if cancelled else _reason(decision, wording)
    return [
        paragraph(" ".join([thanks, verdict, *reason])),
        *map(paragraph, note_sentences(decision, wording)),
        _care(decision.stage, "others_open" if others_open else "one_position", wording),
    ]


def answer_several(decisions: Sequence[Rejection], company: str, wording: Wording, *, others_open: bool) -> list[Part]:
    stage = max((decision.stage for decision in decisions), key=_STAGES.index)
    thanks = wording.say("thanks_several", stage, company=company)
    by_job: dict[str, list[Rejection]] = {}
    for decision in decisions:
        by_job.setdefault(named(decision.job), []).append(decision)
    return [
        paragraph(f"{thanks} {wording.say('decision', 'several')}"),
        Listing(tuple(_item(job, those, wording) for job, those in by_job.items())),
        _care(stage, "others_open" if others_open else "several_positions", wording),
    ]


def named(job: Job) -> str:
    """The job as a sentence names it."""
    place = location_of(job)
    return f"{job.title} ({place})" if place else job.title


def location_of(job: Job) -> str | None:
    """The place as a sentence can name it."""
    location = one_line(job.location or "")
    return location if 0 < len(location) <= _LONGEST_LOCATION and not has_placeholder(location) else None


def _care(stage: Stage, closing: str, wording: Wording) -> Paragraph:
    return paragraph(f"{wording.say('care', stage)} {wording.say('closing', closing)}")


def _item(job: str, decisions: Sequence[Rejection], wording: Wording) -> Paragraph:
    # Who applied twice for one job may have got two reasons, or the same one twice.
    reasons = " ".join(dict.fromkeys(reason for decision in decisions for reason in _reason(decision, wording)))
    notes = dict.fromkeys(note for decision in decisions for note in note_sentences(decision, wording))
    return paragraph(wording.say("several", "job", job=job, reason=reasons) if reasons else job, *notes)


def _reason(decision: Rejection, wording: Wording) -> list[str]:
    reason = decision.reason or "unspecified"
    return [] if reason == "unspecified" else [wording.say("reason", reason)]
