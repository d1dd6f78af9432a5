"""Outcome of the sweep's look at a notice."""

from enum import StrEnum


class SweepOutcome(StrEnum):
    """What the sweep did. The value is its metric."""

    REQUEUED = "NoticeRequeued"
    RESENT = "NoticeResent"
    ESCALATED = "NoticeEscalated"
    IGNORED = "SweepIgnored"
