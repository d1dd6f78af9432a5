"""The blast brake at the last moment: of a burst that turned out to be one, only the first few go out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from functions.domain.employers.employers import UNKNOWN_EMPLOYER
from functions.domain.notices.brake import Burst, brake_reason, rollout_key
from functions.domain.notices.notice import Sendable
from functions.domain.notices.review import SOURCE
from functions.notify.outcome import NoticeOutcome, Result
from functions.notify.ports import DispatchPorts

_NO_BURST = Burst()
_ATTEMPTED = frozenset({NoticeOutcome.ACCEPTED, NoticeOutcome.REFUSED, NoticeOutcome.UNKNOWN})


@dataclass(frozen=True)
class BrakeVerdict:
    """The reason to hold each notice for review (None: there is none), and whether the wording is new."""

    reasons: list[str | None]
    wording_is_new: bool = False


def check_brake(sendables: Sequence[Sendable], *, ports: DispatchPorts) -> BrakeVerdict:
    """Judge notices that are about to go out by the counts of their bursts, and of the wording's rollout."""
    if not sendables:
        return BrakeVerdict([])
    version, now = ports.composer.version, ports.now()
    positions = [item.notice.burst_position for item in sendables]
    # Read again: other workers may have counted enough decisions since this one was registered to make a burst of them.
    bursts, rollout = ports.bursts.read({position.burst for position in positions if position}, version)
    reasons = [
        brake_reason(position, bursts.get(position.burst, _NO_BURST), ports.brake_limits) if position else None
        for position in positions
    ]
    # A person may have released one before they told us whose it is: it never goes out in another client's name.
    for n, item in enumerate(sendables):
        if ports.employer(item.notice.source) == UNKNOWN_EMPLOYER:
            reasons[n] = SOURCE
    if rollout and not rollout.is_new(now):
        return BrakeVerdict(reasons)
    # Workers that send at the same moment read the same count, so each of them may send what is left of the limit.
    remaining = ports.brake_limits.new_wording - (rollout.sent if rollout else 0)
    # A notice that a person released on its own has no position any more.
    free = [n for n, reason in enumerate(reasons) if reason is None and positions[n]]
    for n in free[max(remaining, 0) :]:
        reasons[n] = rollout_key(version)
    return BrakeVerdict(reasons, wording_is_new=True)


def count_rollout(results: Iterable[Result], *, ports: DispatchPorts) -> None:
    """Count the notices attempted with this wording. Count after the attempt, so that a retry is not counted twice."""
    times = sum(1 for result in results if result in _ATTEMPTED)
    if times:
        ports.bursts.count_rollout(ports.composer.version, times, ports.now())
