"""Decisions about an event: an outcome, or a notice that may be sent now.

The ledger is the only truth: a message is a hint to look at it, and may come twice, late or out of order.
"""

from datetime import datetime, timedelta
from typing import assert_never

from functions.domain.decisions.events import (
    CandidateErased,
    CandidateHired,
    CandidateWithdrew,
    DecisionEvent,
    Rejected,
    RejectionRescinded,
)
from functions.domain.errors import Permanent
from functions.domain.notices.reference import Application
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.sendable import Sendable
from functions.notify.decide.candidates import erase, hire
from functions.notify.decide.register import Prefetched
from functions.notify.decide.reject import reject
from functions.notify.decide.revoke import revoke
from functions.notify.outcome import NoticeOutcome
from functions.notify.ports import DecidePorts

_CLOCK_SKEW = timedelta(days=1)


def decide_event(event: DecisionEvent, prefetched: Prefetched, *, ports: DecidePorts) -> NoticeOutcome | Sendable:
    """Act on a decision event. Raises Permanent or Transient."""
    _check_moments(event, ports.now())
    match event:
        case Rejected():
            return reject(event.source, event.data, prefetched, ports=ports)
        case RejectionRescinded():
            return revoke(_application(event), Revocation.rescinded(event), prefetched, ports=ports)
        case CandidateWithdrew():
            return revoke(_application(event), Revocation.withdrew(event), prefetched, ports=ports)
        case CandidateHired():
            return hire(event, _application(event), prefetched, ports=ports)
        case CandidateErased():
            return erase(event, ports=ports)
        case _:
            assert_never(event)


def _application(event: RejectionRescinded | CandidateWithdrew | CandidateHired) -> Application:
    return Application(event.source, event.data.application_id)


def _check_moments(event: DecisionEvent, now: datetime) -> None:
    for name, value in event.data:
        # When the event was published says nothing about the decision.
        if name != "published_at" and isinstance(value, datetime) and value > now + _CLOCK_SKEW:
            raise Permanent("in_the_future", f"data.{name}: more than a day in the future")
