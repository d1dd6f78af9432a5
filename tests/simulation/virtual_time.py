"""Workers side by side on a clock that moves only while all of them wait: an hour takes seconds, always the same ones.

Each worker and each of its threads is a greenlet. Who sleeps, or waits for an answer, lets the others go on.
"""

import heapq
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from datetime import datetime, timedelta
from itertools import count
from typing import Any, cast

from greenlet import getcurrent, greenlet


class Timeline:
    """The clock, and who goes on when."""

    def __init__(self, began: datetime) -> None:
        self._began, self._seconds, self._order = began, 0.0, count()
        self._queue: list[tuple[float, int, greenlet]] = []
        self._hub: greenlet = getcurrent()

    def now(self) -> datetime:
        return self._began + timedelta(seconds=self._seconds)

    def start(self, life: Callable[[], None]) -> None:
        self._schedule(greenlet(life, self._hub), 0)

    def sleep(self, seconds: float) -> None:
        self._schedule(getcurrent(), seconds)
        self._hub.switch()

    def run(self, until: datetime) -> None:
        """Let everybody go on in turn, until nobody has anything to do before `until`."""
        end = (until - self._began).total_seconds()
        while self._queue and self._queue[0][0] <= end:
            self._seconds, _, flow = heapq.heappop(self._queue)
            flow.switch()

    def wait_for(self, done: "VirtualFuture") -> None:
        while not done.done():
            done.waiting.append(getcurrent())
            self._hub.switch()

    def wake(self, flows: list[greenlet]) -> None:
        for flow in flows:
            self._schedule(flow, 0)

    def _schedule(self, flow: greenlet, seconds: float) -> None:
        heapq.heappush(self._queue, (self._seconds + max(0.0, seconds), next(self._order), flow))


class VirtualFuture(Future[Any]):
    def __init__(self, timeline: Timeline) -> None:
        super().__init__()
        self.waiting: list[greenlet] = []
        self._timeline = timeline

    def result(self, timeout: float | None = None) -> Any:
        self._timeline.wait_for(self)
        return super().result(timeout)


class VirtualThreads(Executor):
    """Threads of one worker, as many as it likes."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future = VirtualFuture(self._timeline)

        def life() -> None:
            try:
                future.set_result(fn(*args, **kwargs))
            except Exception as err:  # noqa: BLE001
                future.set_exception(err)
            self._timeline.wake(future.waiting)

        self._timeline.start(life)
        return cast(Future[Any], future)


class VirtualRateLimiter:
    """The shared rate limit, on the virtual clock: workers take their turns one after the other."""

    def __init__(self, timeline: Timeline, rate: float) -> None:
        self._timeline, self._interval, self._next = timeline, 1 / rate, timeline.now()
        self.max_batch, self.max_unanswered = int(rate * 2), max(4, int(rate * 0.3) + 1)

    def reserve(self, count: int, deadline: datetime) -> Callable[[int], None]:
        first = max(self._next, self._timeline.now())
        self._next = first + timedelta(seconds=count * self._interval)
        self._sleep_until(first)

        def wait(turn: int) -> None:
            self._sleep_until(first + timedelta(seconds=turn * self._interval))

        return wait

    def _sleep_until(self, moment: datetime) -> None:
        self._timeline.sleep((moment - self._timeline.now()).total_seconds())


def numbered(prefix: str) -> Iterator[str]:
    return (f"{prefix}-{number}" for number in count())
