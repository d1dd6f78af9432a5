"""The answer itself: thanks, the explicit decision, a true reason only, and what the answer is not about."""

from collections.abc import Sequence
from typing import get_args

from functions.domain.company import Company
from functions.domain.decision import Job, Rejection, Stage
from functions.domain.personal import one_line
from functions.notify.render import Listing, Part, Words, words
from functions.notify.wording import Wording

_LONGEST_LOCATION = 60
_STAGES: tuple[Stage, ...] = get_args(Stage)


def answer_one(decision: Rejection, company: Company, wording: Wording, *, others_open: bool) -> list[Part]:
    thanks = wording.say("thanks", decision.stage, job=_named(decision.job), company=company.company.name)
    cancelled = decision.reason == "position_cancelled"
    verdict = wording.say("decision", "position_cancelled" if cancelled else "default")
    reason = [] if cancelled else _reason(decision, wording)
    return [
        words(" ".join([thanks, verdict, *reason])),
        *map(words, _note(decision, wording)),
        words(wording.say("closing", "others_open" if others_open else "one_position")),
    ]


def answer_several(
    decisions: Sequence[Rejection], company: Company, wording: Wording, *, others_open: bool
) -> list[Part]:
    stage = max((decision.stage for decision in decisions), key=_STAGES.index)
    thanks = wording.say("several", f"thanks_{stage}", company=company.company.name)
    by_job: dict[str, list[Rejection]] = {}
    for decision in decisions:
        by_job.setdefault(_named(decision.job), []).append(decision)
    return [
        words(f"{thanks} {wording.say('several', 'decision')}"),
        Listing(tuple(_item(job, those, wording) for job, those in by_job.items())),
        words(wording.say("closing", "others_open" if others_open else "several_positions")),
    ]


def recruiter_of(decision: Rejection) -> str | None:
    """The recruiter's name, where it can be shown."""
    name = decision.recruiter.name if decision.recruiter else None
    return name.presentable() if name else None


def _item(job: str, decisions: Sequence[Rejection], wording: Wording) -> Words:
    # Who applied twice for one job may have got two reasons, or the same one twice.
    reasons = " ".join(dict.fromkeys(reason for decision in decisions for reason in _reason(decision, wording)))
    notes = dict.fromkeys(note for decision in decisions for note in _note(decision, wording))
    return words(wording.say("several", "job", job=job, reason=reasons) if reasons else job, *notes)


def _named(job: Job) -> str:
    location = one_line(job.location or "")
    return f"{job.title} ({location})" if 0 < len(location) <= _LONGEST_LOCATION else job.title


def _reason(decision: Rejection, wording: Wording) -> list[str]:
    sentence = wording.sentences["reason"].get(decision.reason or "unspecified")
    return [sentence] if sentence else []


def _note(decision: Rejection, wording: Wording) -> list[str]:
    recruiter, note = recruiter_of(decision), one_line(decision.note or "")
    return [wording.say("closing", "note", recruiter=recruiter, note=note)] if recruiter and note else []
