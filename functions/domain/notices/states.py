"""States of a notice, the delivery statuses that the provider reports, and the transitions between states."""

from enum import IntEnum, StrEnum


class State(StrEnum):
    """Every state of a notice."""

    # Waits until it is due, or for a person's review. It can be rescinded.
    HELD = "HELD"
    # A worker is sending it, or died while it did.
    CLAIMED = "CLAIMED"
    # The provider took the email.
    ACCEPTED = "ACCEPTED"
    # The recipient's mail server took the email.
    DELIVERED = "DELIVERED"
    # Revoked before anything was sent.
    RESCINDED = "RESCINDED"
    # Not sent: the person wants no email, or the address is on the do-not-contact list.
    SUPPRESSED = "SUPPRESSED"
    # The provider refused the email for good. Nobody was told.
    REFUSED = "REFUSED"
    # Nobody can say whether the provider took the email. It is not sent again by itself.
    UNKNOWN = "UNKNOWN"
    # The email came back.
    BOUNCED = "BOUNCED"
    # The recipient reported the email as spam.
    COMPLAINED = "COMPLAINED"


class DeliveryStatus(IntEnum):
    """Status of an email, as an event of the provider proves it. The higher one counts.

    Ranked because events arrive out of order: `Reject` follows `Send`; an auto-reply is reported as a transient bounce
    even after delivery; a hard bounce can follow `Delivery`; only a recipient can complain.
    """

    SENT = 1
    REJECTED = 2
    SOFT_BOUNCED = 3
    DELIVERED = 4
    HARD_BOUNCED = 5
    COMPLAINED = 6


# The state to which each status leads.
STATE_BY_STATUS: dict[DeliveryStatus, State] = {
    DeliveryStatus.SENT: State.ACCEPTED,
    DeliveryStatus.REJECTED: State.REFUSED,
    DeliveryStatus.SOFT_BOUNCED: State.BOUNCED,
    DeliveryStatus.DELIVERED: State.DELIVERED,
    DeliveryStatus.HARD_BOUNCED: State.BOUNCED,
    DeliveryStatus.COMPLAINED: State.COMPLAINED,
}

# Possible for every notice that was ever attempted, even if it is held again or was rescinded meanwhile.
_PROVEN = frozenset(STATE_BY_STATUS.values())
# The states that may follow each state.
TRANSITIONS: dict[State, frozenset[State]] = {
    State.HELD: frozenset({State.CLAIMED, State.RESCINDED, State.SUPPRESSED}) | _PROVEN,
    State.CLAIMED: frozenset({State.HELD, State.UNKNOWN}) | _PROVEN,
    State.UNKNOWN: frozenset({State.HELD}) | _PROVEN,
    State.ACCEPTED: _PROVEN - {State.ACCEPTED},
    State.DELIVERED: frozenset({State.BOUNCED, State.COMPLAINED}),
    # To ACCEPTED where an earlier attempt turns out to have been sent.
    State.REFUSED: frozenset({State.HELD, State.ACCEPTED, State.DELIVERED, State.BOUNCED, State.COMPLAINED}),
    State.BOUNCED: frozenset({State.DELIVERED, State.BOUNCED, State.COMPLAINED}),
    State.COMPLAINED: frozenset(),
    State.RESCINDED: _PROVEN,
    State.SUPPRESSED: _PROVEN,
}

# In these states the last attempt, if there was one, has certainly not told the candidate.
NEVER_SENT = frozenset({State.HELD, State.RESCINDED, State.SUPPRESSED, State.REFUSED})


# We send nothing more after these, unless a person finds out otherwise.
SETTLED = frozenset(State) - {State.HELD, State.CLAIMED, State.UNKNOWN, State.REFUSED}

# The states from which each state may be entered.
PRECEDING: dict[State, frozenset[State]] = {
    state: frozenset(before for before, after in TRANSITIONS.items() if state in after) for state in TRANSITIONS
}
