"""What all workers share, watched: the circuit stops everybody but one probe, and the brake counts each once."""

from collections.abc import Callable, Iterable
from datetime import datetime

from functions.domain.decisions.events import DecisionEvent, Rejected
from functions.domain.notices.circuit import Circuit
from tests.fakes.circuit import FakeCircuit
from tests.fakes.notify import World


class WatchedCircuit(FakeCircuit):
    """The circuit, and which worker may send by what it has read. `whose_turn`: the worker that asks."""

    def __init__(self, circuit: FakeCircuit, whose_turn: Callable[[], object]) -> None:
        self._circuit, self._whose_turn = circuit, whose_turn
        self._may_send: dict[object, bool] = {}
        self._probes: set[datetime] = set()
        # Kept, because the worker in whose call it happens takes every error for its own.
        self.broken: str | None = None

    @property
    def circuit(self) -> Circuit:  # type: ignore[override]
        return self._circuit.circuit

    def read(self) -> Circuit:
        seen = self._circuit.read()
        self._may_send[self._whose_turn()] = not seen.is_open
        return seen

    def take_probe(self, seen: Circuit, at: datetime) -> bool:
        is_taken = self._circuit.take_probe(seen, at)
        if is_taken and seen.probe_at:
            if seen.probe_at > at or seen.probe_at in self._probes:
                self.broken = "two probes of one moment"
            self._probes.add(seen.probe_at)
            self._may_send[self._whose_turn()] = True
        return is_taken

    def record_failures(self, count: int, at: datetime) -> Circuit:
        return self._circuit.record_failures(count, at)

    def open(self, at: datetime) -> Circuit:
        return self._circuit.open(at)

    def close(self) -> None:
        self._circuit.close()

    def check_attempt(self) -> None:
        if not self._may_send.get(self._whose_turn(), True):
            self.broken = "sent while sending is stopped"


def check_counts(world: World, published: Iterable[DecisionEvent]) -> None:
    """Where one worker at a time was at work, and none died: the brake has counted each application once."""
    if any(ref.cycle > 1 for ref in world.ledger.notices):
        return
    rejected = {event.data.application_id for event in published if isinstance(event, Rejected)}
    counted = sum(burst.total for name, burst in world.bursts.bursts.items() if name.startswith("burst-"))
    assert counted <= len(rejected), "the brake has counted one decision twice"
