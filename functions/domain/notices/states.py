"""The states of a notice, what SES may prove of it, and which state may follow which."""

from enum import IntEnum, StrEnum


class State(StrEnum):
    HELD = "HELD"
    CLAIMED = "CLAIMED"
    ACCEPTED = "ACCEPTED"
    DELIVERED = "DELIVERED"
    RESCINDED = "RESCINDED"
    SUPPRESSED = "SUPPRESSED"
    REFUSED = "REFUSED"
    UNKNOWN = "UNKNOWN"
    BOUNCED = "BOUNCED"
    COMPLAINED = "COMPLAINED"


class DeliveryStatus(IntEnum):
    """What an SES event proves of a notice; the stronger one counts, in whatever order they arrive.

    SES sends before it rejects; who answers by machine "bounces" softly, delivered or not; a mail may bounce for good
    after it was delivered; and only who got it can complain.
    """

    SENT = 1
    REJECTED = 2
    SOFT_BOUNCED = 3
    DELIVERED = 4
    HARD_BOUNCED = 5
    COMPLAINED = 6


# The state that each proof leads to.
STATE_BY_STATUS: dict[DeliveryStatus, State] = {
    DeliveryStatus.SENT: State.ACCEPTED,
    DeliveryStatus.REJECTED: State.REFUSED,
    DeliveryStatus.SOFT_BOUNCED: State.BOUNCED,
    DeliveryStatus.DELIVERED: State.DELIVERED,
    DeliveryStatus.HARD_BOUNCED: State.BOUNCED,
    DeliveryStatus.COMPLAINED: State.COMPLAINED,
}

# What SES may prove of any notice that was ever attempted, be it held again, or taken back, meanwhile.
_PROVEN = frozenset(STATE_BY_STATUS.values())
# From each state to those that may follow it.
TRANSITIONS: dict[State, frozenset[State]] = {
    State.HELD: frozenset({State.CLAIMED, State.RESCINDED, State.SUPPRESSED}) | _PROVEN,
    State.CLAIMED: frozenset({State.HELD, State.UNKNOWN}) | _PROVEN,
    State.UNKNOWN: frozenset({State.HELD}) | _PROVEN,
    State.ACCEPTED: _PROVEN - {State.ACCEPTED},
    State.DELIVERED: frozenset({State.BOUNCED, State.COMPLAINED}),
    State.REFUSED: frozenset({State.HELD, State.DELIVERED, State.BOUNCED, State.COMPLAINED}),
    State.BOUNCED: frozenset({State.DELIVERED, State.BOUNCED, State.COMPLAINED}),
    State.COMPLAINED: frozenset(),
    State.RESCINDED: _PROVEN,
    State.SUPPRESSED: _PROVEN,
}

# In these the candidate has certainly not been told.
NEVER_SENT = frozenset({State.HELD, State.RESCINDED, State.SUPPRESSED, State.REFUSED})


def preceding(state: State) -> frozenset[State]:
    """The states from which `state` may be entered."""
    return frozenset(before for before, after in TRANSITIONS.items() if state in after)
