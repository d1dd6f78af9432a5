"""Outcome of the sweep's look at a notice."""

from enum import StrEnum


class SweepOutcome(StrEnum):
    """Everything that the sweep may do. The value is its metric."""

    # A letter that nobody schedules is due: that is no trouble.
    HANDED_OVER = "LetterHandedOver"
    REQUEUED = "NoticeRequeued"
    RESENT = "NoticeResent"
    ESCALATED = "NoticeEscalated"
    LATE = "NoticeLate"
    IGNORED = "SweepIgnored"
