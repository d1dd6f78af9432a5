"""The circuit breaker that all workers share: in memory and in DynamoDB."""

from datetime import timedelta

import pytest

from functions.domain.notices.circuit import MAX_FAILURES, Circuit
from functions.stores.sending.circuit import CircuitStore
from tests.builders import DECIDED_AT, minutes
from tests.fakes.circuit import FakeCircuit
from tests.notify_stack import SENDING, NotifyStack

type AnyCircuit = CircuitStore | FakeCircuit
NOW = DECIDED_AT


@pytest.fixture(params=["fake", "moto"])
def circuit(request: pytest.FixtureRequest) -> AnyCircuit:
    if request.param == "fake":
        return FakeCircuit()
    stack: NotifyStack = request.getfixturevalue("stack")
    return CircuitStore(stack.dynamodb, SENDING)


def test_it_is_closed_until_something_fails(circuit: AnyCircuit) -> None:
    assert circuit.read() == Circuit()
    assert not circuit.read().is_open


def test_a_few_failures_leave_it_closed_and_add_up(circuit: AnyCircuit) -> None:
    for _ in range(MAX_FAILURES - 1):
        assert not circuit.record_failures(1, NOW).is_open
    assert circuit.record_failures(1, NOW).is_open
    assert circuit.read() == Circuit(MAX_FAILURES, probe_at=NOW + minutes(1))


def test_once_open_more_failures_do_not_put_the_probe_off(circuit: AnyCircuit) -> None:
    circuit.record_failures(MAX_FAILURES, NOW)
    circuit.record_failures(5, NOW + minutes(3))
    assert circuit.read() == Circuit(MAX_FAILURES + 5, probe_at=NOW + minutes(1))


def test_it_is_opened_before_anything_failed_and_once(circuit: AnyCircuit) -> None:
    assert circuit.open(NOW).probe_at == NOW + minutes(1)
    assert circuit.open(NOW + minutes(5)).probe_at == NOW + minutes(1)


def test_one_of_two_workers_takes_a_probe(circuit: AnyCircuit) -> None:
    circuit.open(NOW)
    seen = circuit.read()
    assert seen.may_probe(NOW + minutes(1))
    assert not seen.may_probe(NOW + timedelta(seconds=59))
    assert [circuit.take_probe(seen, NOW + minutes(1)) for _ in range(2)] == [True, False]
    assert circuit.read() == Circuit(probes=1, probe_at=NOW + minutes(3))


def test_probes_come_ever_later_but_never_less_than_every_five_minutes(circuit: AnyCircuit) -> None:
    circuit.open(NOW)
    moments = []
    for _ in range(6):
        seen = circuit.read()
        assert seen.probe_at
        moments.append((seen.probe_at - NOW) / minutes(1))
        assert circuit.take_probe(seen, seen.probe_at)
    assert moments == [1, 3, 7, 12, 17, 22]


def test_it_is_closed_again_and_everything_is_forgotten(circuit: AnyCircuit) -> None:
    circuit.record_failures(MAX_FAILURES, NOW)
    seen = circuit.read()
    circuit.take_probe(seen, NOW + minutes(1))
    circuit.close()
    assert circuit.read() == Circuit()
    assert not circuit.take_probe(seen, NOW + minutes(1))
    circuit.close()
    assert not circuit.record_failures(1, NOW).is_open
