"""Wall time, CPU time, calls and memory of the handlers, warm, in turns, so that a busy machine is so for all."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median

from bench.contenders import Contender, environment, floor
from bench.decisions import batches
from bench.processes import Seen, Stub, Worker, running_worker
from ops.terminal.failure import Failure

ROUNDS = 3
_WARM_UP = 10


@dataclass(frozen=True)
class Round:
    """One round of `notices`: its seconds, its calls, and the bytes that SES was handed."""

    notices: int
    wall: float
    cpu: float
    peak_rss: float
    seen: Seen

    @property
    def calls_per_notice(self) -> float:
        return sum(self.seen.calls.values()) / self.notices

    @property
    def bytes_per_mail(self) -> float:
        return self.seen.sent_bytes / len(self.seen.sent_at)


@dataclass(frozen=True)
class Throughput:
    """The median of the rounds, for 1,000 notices."""

    wall: float
    cpu: float
    calls_per_notice: float
    peak_rss: float
    notices: int

    @classmethod
    def of(cls, rounds: Sequence[Round]) -> "Throughput":
        return cls(
            wall=median(one.wall / one.notices * 1000 for one in rounds),
            cpu=median(one.cpu / one.notices * 1000 for one in rounds),
            calls_per_notice=median(one.calls_per_notice for one in rounds),
            peak_rss=max(one.peak_rss for one in rounds),
            notices=sum(one.notices for one in rounds),
        )


def measure(stub: Stub, pair: tuple[Contender, Contender], size: int, counts: tuple[int, int]) -> list[Throughput]:
    """Return the figures of each of the pair and of the floor. `counts` are batches per round. Raises Failure."""
    contenders, settings = (*pair, floor()), environment(stub.url)
    with ExitStack() as stack:
        workers = [stack.enter_context(running_worker(contender, settings)) for contender in contenders]
        for worker in workers:
            worker.run(batches(1, _WARM_UP))
        # The floor is as quick as notify, and takes as many.
        jobs = list(zip(workers, (*counts, counts[0]), strict=True))
        turns = [[_round(stub, worker, size, count) for worker, count in jobs] for _ in range(ROUNDS)]
    _require_the_same_mail([one for ours, canonical, _ in turns for one in (ours, canonical)])
    return [Throughput.of(rounds) for rounds in zip(*turns, strict=True)]


def _round(stub: Stub, worker: Worker, size: int, count: int) -> Round:
    work = batches(count, size)
    stub.take()
    figures: Mapping[str, float] = worker.run(work)
    return Round(count * size, figures["wall"], figures["cpu"], figures["peak_rss"], stub.take())


def _require_the_same_mail(rounds: Sequence[Round]) -> None:
    sizes = {one.bytes_per_mail for one in rounds}
    if len(sizes) != 1 or any(len(one.seen.sent_at) != one.notices for one in rounds):
        raise Failure(f"The handlers did not send the same mails, once each: {sizes}", "see bench/canonical.py")
