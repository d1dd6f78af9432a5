"""The blast brake at the last moment: of a burst that turned out to be one, only the first few go out."""

from collections.abc import Iterable, Sequence

from functions.domain.employers.employers import UNKNOWN_EMPLOYER
from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.brake import Burst, brake_reason, rollout_key
from functions.domain.notices.review import SOURCE
from functions.domain.notices.sendable import Sendable
from functions.notify.outcome import NoticeOutcome, Result
from functions.notify.ports import DispatchPorts

_NO_BURST = Burst()
_ATTEMPTED = frozenset({NoticeOutcome.ACCEPTED, NoticeOutcome.REFUSED, NoticeOutcome.UNKNOWN})


@dataclass(frozen=True)
class BrakeVerdict:
    """The reason to hold each notice for review (None: there is none), and whether the wording is new.

    `reserved`: how many notices of new wording were counted for this worker, before it sends them.
    """

    reasons: list[str | None]
    wording_is_new: bool = False
    reserved: int = 0


def check_brake(sendables: Sequence[Sendable], *, ports: DispatchPorts, reserves: bool = False) -> BrakeVerdict:
    """Judge notices that are about to go out by the counts of their bursts, and of the wording's rollout.

    `reserves`: the notices that may go out with new wording are counted now. The caller settles the count afterwards.
    """
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
    # A notice that a person released on its own has no position any more.
    free = [n for n, reason in enumerate(reasons) if reason is None and positions[n]]
    remaining = max(ports.brake_limits.new_wording - (rollout.sent if rollout else 0), 0)
    granted = min(len(free), remaining)
    if reserves and granted:
        granted = _reserve(granted, ports=ports)
    for n in free[granted:]:
        reasons[n] = rollout_key(version)
    return BrakeVerdict(reasons, wording_is_new=True, reserved=granted if reserves else 0)


def _reserve(wanted: int, *, ports: DispatchPorts) -> int:
    """Count notices of new wording before they go out, and return how many of them may."""
    # Workers that send at the same moment may have read the same count. Each update returns the count after it, so
    # together they get no more than the limit.
    counted = ports.bursts.count_rollout(ports.composer.version, wanted, ports.now()).sent
    granted = min(wanted, max(ports.brake_limits.new_wording - (counted - wanted), 0))
    if granted < wanted:
        ports.bursts.count_rollout(ports.composer.version, granted - wanted, ports.now())
    return granted


def settle_rollout(reserved: int, results: Iterable[Result], *, ports: DispatchPorts) -> None:
    """Give back what was reserved and not attempted, so that a retry is not counted twice.

    A worker that dies before it gives back leaves too high a count: in this hour, fewer go out than might.
    """
    # A sibling that goes out in the same email was not reserved, so there may be more attempts than reservations.
    attempted = sum(1 for result in results if result in _ATTEMPTED)
    if attempted != reserved:
        ports.bursts.count_rollout(ports.composer.version, attempted - reserved, ports.now())
