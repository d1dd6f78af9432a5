"""The blast brake at the last moment: of a burst that turned out to be one, only the first few go out.

Nothing is lost: what is held back waits for a person, visibly, and goes out or is dropped as they say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from functions.delivery.claims import changed
from functions.delivery.outcome import Outcome, Ready, Result
from functions.domain.notices.brake import Burst, brake_reason, rollout_key
from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.states import State
from functions.notify.ports import Ports

_NO_BURST = Burst()
_ATTEMPTED = frozenset({Outcome.ACCEPTED, Outcome.REFUSED, Outcome.UNKNOWN})


@dataclass(frozen=True)
class Brakes:
    """What holds each notice back (None: nothing does), and whether the words that they would be told in are new."""

    reasons: list[str | None]
    words_are_new: bool = False


def brakes(ready: Sequence[Ready], *, ports: Ports) -> Brakes:
    if not ready:
        return Brakes([])
    version, now = ports.composer.version, ports.now()
    places = [one.notice.burst_position for one in ready]
    bursts, words = ports.bursts.read({place.burst for place in places if place}, version)
    reasons = [brake_reason(p, bursts.get(p.burst, _NO_BURST), ports.brake) if p else None for p in places]
    if words and not words.are_new(now):
        return Brakes(reasons)
    left = ports.brake.new_wording - (words.sent if words else 0)
    # What a person let go on its own has no place any more.
    free = [n for n, reason in enumerate(reasons) if reason is None and places[n]]
    for n in free[max(left, 0) :]:
        reasons[n] = rollout_key(version)
    return Brakes(reasons, words_are_new=True)


def count_rollout(results: Iterable[Result], *, ports: Ports) -> None:
    """How many notices were sent with this version of the words. Counted once they are: who tries again is no other."""
    times = sum(1 for one in results if one in _ATTEMPTED)
    if times:
        ports.bursts.count_rollout(ports.composer.version, times, ports.now())


def hold_back(notice: Notice, review_reason: str, *, is_new: bool, ports: Ports) -> Outcome | Notice:
    """Outcome.HELD_BACK; or, where `is_new`, the notice that somebody else has opened meanwhile. Raises Transient."""
    now = ports.now()
    if is_new:
        held = notice.held_back(Entry(now, State.HELD, f"held back: {review_reason}"), review_reason)
        return ports.ledger.open(held, now) or Outcome.HELD_BACK
    if ports.ledger.hold_back(notice.ref, now, review_reason) is None:
        raise changed()
    return Outcome.HELD_BACK
