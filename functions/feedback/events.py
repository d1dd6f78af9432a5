"""How an event ended. The value is the metric."""

from enum import StrEnum


class Outcome(StrEnum):
    """Every normal end of an event."""

    LEARNT = "EventLearnt"
    KNOWN = "EventKnown"
    KEPT = "EventKept"
    FOREIGN = "EventForeign"
