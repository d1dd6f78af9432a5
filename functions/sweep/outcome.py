"""Outcome of the sweep's look at a notice."""

from enum import StrEnum


class SweepOutcome(StrEnum):
    """Everything that the sweep may do. The value is its metric."""

    REQUEUED = "NoticeRequeued"
    RESENT = "NoticeResent"
    ESCALATED = "NoticeEscalated"
    LATE = "NoticeLate"
    IGNORED = "SweepIgnored"
