"""Notices as the console's answers have them: plain JSON values. Their shapes are in `docs/contracts/console.md`."""

from datetime import datetime
from typing import Any

from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import Notice
from functions.domain.notices.review import RESTORED_DUE
from functions.review.checks import CONFIRM_SENT, DISCARD, RELEASE, possible_verbs
from functions.review.description import Attempt, describe, kind_of
from functions.review.hints import meaning, to_do, to_do_about_held
from functions.review.waiting_list import HeldGroup, Waiting

type NoticeJson = dict[str, Any]

_SHOWN_JOBS = 20


@dataclass(frozen=True)
class ToldWords:
    """The words of the last email about a notice. `missing`: why they can't be shown, in plain words."""

    subject: str = ""
    text: str = ""
    language: str = ""
    missing: str | None = None


def group_view(group: HeldGroup, unsent: int) -> NoticeJson:
    """Return what one thing holds for review. `unsent`: how many notices a discard would be about."""
    jobs = [{"source": source, "title": title, "count": count} for (source, title), count in group.jobs(_SHOWN_JOBS)]
    return {
        "reason": group.reason,
        "held": len(group.notices),
        "count": group.count,
        "discard_count": unsent,
        "since": group.since.isoformat(),
        "jobs": jobs,
        "to_do": to_do_about_held(group.reason),
        # Of what a restored ledger does not know, a person may find that it was sent.
        "can": [RELEASE, DISCARD, *([CONFIRM_SENT] if group.reason == RESTORED_DUE else [])],
    }


def entry_view(waiting: Waiting) -> NoticeJson:
    """Return an entry of the list. What is no longer in the ledger has nothing to do."""
    entry, notice = waiting.entry, waiting.notice
    return {
        "reference": str(entry.ref),
        "kind": kind_of(notice) if notice else None,
        "state": notice.state if notice else entry.state,
        "source": entry.source,
        "application_id": entry.application_id,
        "since": entry.at.isoformat(),
        "because": notice.history[-1].cause if notice else "no longer in the ledger",
        "meaning": meaning(notice) if notice else None,
        "to_do": to_do(notice) if notice else "nothing",
        "can": possible_verbs(notice) if notice else [],
    }


def cycle_view(notice: Notice, told: ToldWords) -> NoticeJson:
    """Return one cycle of an application: everything but whole addresses."""
    described = describe(notice, reveal=False)
    words = {"subject": told.subject, "text": told.text, "language": told.language}
    return {
        "reference": str(notice.ref),
        "cycle": notice.ref.cycle,
        "kind": described.kind,
        "state": notice.state,
        "meaning": described.meaning,
        "to_do": described.to_do,
        "can": possible_verbs(notice),
        "due_at": _text(notice.due_at),
        "latest_at": _text(notice.latest_at),
        "rescinded_at": None if described.is_closed_for_good else _text(notice.rescinded_at),
        "is_closed_for_good": described.is_closed_for_good,
        "attempts": [_attempt(attempt) for attempt in described.attempts],
        "ses_message_id": notice.ses_message_id,
        "ses_reports": described.reported,
        "corrected": [{"name": name, "value": value} for name, value in described.corrected],
        "history": [
            {"at": entry.at.isoformat(), "state": entry.state, "cause": entry.cause} for entry in notice.history
        ],
        "words": None if told.missing else words,
        "words_missing": told.missing,
    }


def _attempt(attempt: Attempt) -> NoticeJson:
    claim = attempt.claim
    return {
        "at": claim.at.isoformat(),
        "to": attempt.to,
        "template": claim.template,
        "text_sha256": claim.text_sha256,
        "is_last": attempt.is_last,
        "in_one_email": [str(ref) for ref in claim.together],
    }


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
