"""All workers together keep one pace, on an item that they share."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from functions.domain.errors import Transient
from functions.stores.sending.rate_limiter import SharedRateLimiter, Unlimited
from tests.notify_stack import SENDING, NotifyStack

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = timedelta(seconds=100)


class Clock:
    """Time passes only where somebody sleeps."""

    def __init__(self) -> None:
        self.now = NOON

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def pace(stack: NotifyStack, clock: Clock, rate: float = 10) -> SharedRateLimiter:
    return SharedRateLimiter(stack.dynamodb, SENDING, rate, lambda: clock.now, clock.sleep)


def moments(clock: Clock, of: SharedRateLimiter, count: int) -> list[float]:
    """Seconds after noon at which `count` mails go out."""
    wait, sent = of.reserve(count, clock.now + LATER), []
    for turn in range(count):
        wait(turn)
        sent.append((clock.now - NOON).total_seconds())
    return sent


def fullest(sent: list[float], seconds: float = 2) -> int:
    return max(sum(begin <= moment < begin + seconds for moment in sent) for begin in sent)


@pytest.mark.parametrize("rate", [1, 14, 200])
def test_one_worker_stays_just_below_the_rate(stack: NotifyStack, rate: float) -> None:
    clock = Clock()
    of = pace(stack, clock, rate)
    sent = [moment for _ in range(3) for moment in moments(clock, of, of.max_batch)]
    assert fullest(sent) <= 2 * rate
    assert (len(sent) - 1) / (sent[-1] - sent[0]) >= 0.9 * rate


def test_two_workers_share_it(stack: NotifyStack) -> None:
    one, other = Clock(), Clock()
    sent = [moments(clock, pace(stack, clock), 20) for clock in (one, other, one)]
    together = [moment for some in sent for moment in some]
    assert fullest(together) <= 20
    assert (len(together) - 1) / (together[-1] - together[0]) >= 0.95 * 10
    assert sent[1][0] > sent[0][-1]


def test_who_is_late_does_not_catch_up(stack: NotifyStack) -> None:
    clock = Clock()
    wait, sent = pace(stack, clock).reserve(10, NOON + LATER), list[float]()
    clock.sleep(0.5)
    for turn in range(10):
        wait(turn)
        sent.append((clock.now - NOON).total_seconds())
    assert min(later - earlier for earlier, later in pairwise(sent)) > 0.1


def test_who_finds_nothing_reserved_begins_at_once(stack: NotifyStack) -> None:
    clock = Clock()
    assert moments(clock, pace(stack, clock), 1)[0] < 0.5
    clock.sleep(60)
    assert moments(clock, pace(stack, clock), 1)[0] < 61.5


def test_it_returns_when_the_first_moment_is_near(stack: NotifyStack) -> None:
    clock, another = Clock(), Clock()
    pace(stack, another).reserve(20, NOON + LATER)
    pace(stack, clock).reserve(20, NOON + LATER)
    assert 1.5 < (clock.now - NOON).total_seconds() < 2.3


def test_what_would_come_too_late_is_not_reserved(stack: NotifyStack) -> None:
    clock = Clock()
    of = pace(stack, clock)
    with pytest.raises(Transient, match="no send slot") as caught:
        of.reserve(20, NOON + timedelta(seconds=2))
    assert caught.value.after
    assert moments(clock, of, 1)[0] < 0.5


def test_parts_are_two_seconds_long_and_fit_one_write(stack: NotifyStack) -> None:
    assert [pace(stack, Clock(), rate).max_batch for rate in (0.2, 1, 14, 200)] == [1, 2, 28, 100]


def test_without_a_limit_nobody_waits_until_the_deadline() -> None:
    clock = Clock()
    Unlimited(lambda: clock.now).reserve(100, NOON)(99)
    assert clock.now == NOON
    clock.sleep(1)
    with pytest.raises(Transient, match="no send slot"):
        Unlimited(lambda: clock.now).reserve(1, NOON)
