"""The shared circuit breaker in memory. It shares its contract's tests with the real one."""

from dataclasses import replace
from datetime import datetime

from functions.domain.notices.circuit import MAX_FAILURES, Circuit, next_probe


class FakeCircuit:
    def __init__(self) -> None:
        self.circuit = Circuit()

    def read(self) -> Circuit:
        return self.circuit

    def record_failures(self, count: int, at: datetime) -> Circuit:
        self.circuit = replace(self.circuit, failures=self.circuit.failures + count)
        return self.open(at) if self.circuit.failures >= MAX_FAILURES else self.circuit

    def open(self, at: datetime) -> Circuit:
        if not self.circuit.is_open:
            self.circuit = replace(self.circuit, probe_at=next_probe(0, at))
        return self.circuit

    def take_probe(self, seen: Circuit, at: datetime) -> bool:
        if not self.circuit.is_open or self.circuit.probe_at != seen.probe_at:
            return False
        probes = self.circuit.probes + 1
        self.circuit = replace(self.circuit, probes=probes, probe_at=next_probe(probes, at))
        return True

    def close(self) -> None:
        self.circuit = Circuit()
