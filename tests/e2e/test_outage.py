"""An outage of SES: few emails end in doubt, nothing more is claimed, and sending goes on by itself when it is over."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.domain.notices.circuit import MAX_FAILURES
from functions.domain.notices.reference import NoticeRef
from functions.stores.dynamodb.attributes import from_item, to_item, to_text
from tests.e2e.decisions import SOURCE, rejected
from tests.e2e.deployed import Deployed, until
from tests.e2e.holding import becomes_due
from tests.e2e.operator_desk import OperatorDesk
from tests.e2e.ses_stub import Answer, SesStub
from tests.e2e.stand_in import standing_in_for_ses

# Of each of two kinds: whose rejection finds SES failing, and whose comes when all workers know of it.
_PEOPLE = 10
# At 14 a second, five attempts are under way at a time. Two may fail before the one that stops all others.
_MOST_IN_DOUBT = MAX_FAILURES - 1 + 5
_CIRCUIT = to_item({"name": "circuit"})
# What was due so long ago does not wait on its queue: it has a moment in the ledger, and a schedule.
_DUE_SINCE = timedelta(minutes=20)


class Sending:
    """The circuit breaker of all workers, in the table that they share."""

    def __init__(self, deployed: Deployed) -> None:
        self._dynamodb, self._table = deployed.client("dynamodb"), deployed.resource("Sending")

    def circuit(self) -> dict[str, Any]:
        return from_item(self._dynamodb.get_item(TableName=self._table, Key=_CIRCUIT, ConsistentRead=True)["Item"])

    def is_stopped(self) -> bool:
        return "probe_at" in self.circuit()

    def some_minutes_pass(self) -> None:
        """Let the next probe be due now."""
        past = to_item({":past": to_text(datetime.now(UTC) - timedelta(seconds=1))})
        update, condition = "SET probe_at = :past", "attribute_exists(probe_at)"
        self._dynamodb.update_item(
            TableName=self._table,
            Key=_CIRCUIT,
            UpdateExpression=update,
            ConditionExpression=condition,
            ExpressionAttributeValues=past,
        )

    def forget(self) -> None:
        self._dynamodb.delete_item(TableName=self._table, Key=_CIRCUIT)


@pytest.fixture(scope="module")
def ses(deployed: Deployed) -> Iterator[SesStub]:
    with standing_in_for_ses(deployed) as stub:
        yield stub


@pytest.fixture
def sending(deployed: Deployed) -> Iterator[Sending]:
    sending = Sending(deployed)
    # Whatever another test's emails came to, the last one before the outage was accepted.
    sending.forget()
    yield sending
    # Whatever happened here, the other tests send.
    sending.forget()


def states(deployed: Deployed, people: Sequence[str]) -> dict[str, str | None]:
    return {name: deployed.state_of(SOURCE, name) for name in people}


def in_state(deployed: Deployed, people: Sequence[str], state: str) -> list[str]:
    return [name for name, found in states(deployed, people).items() if found == state]


def publish(deployed: Deployed, people: Sequence[str]) -> None:
    due = datetime.now(UTC) - _DUE_SINCE
    deployed.publish(*(rejected(name, f"{name}@example.com", decided_at=due) for name in people))


@pytest.mark.parametrize("outage", [Answer.SERVER_ERROR, Answer.NONE])
def test_an_outage_leaves_few_in_doubt_and_everybody_is_told_once(
    deployed: Deployed, ses: SesStub, sending: Sending, desk: OperatorDesk, outage: Answer
) -> None:
    began, named = datetime.now(UTC), outage.replace(" ", "-")
    first, later = ([f"{named}-{part}-{n}" for n in range(_PEOPLE)] for part in ("first", "later"))
    ses.answer, ses.taken, ses.missed = outage, [], []
    publish(deployed, first)
    until(lambda: set(states(deployed, first).values()) == {"UNKNOWN", "HELD"}, "the outage to be noticed")
    assert sending.is_stopped()
    doubtful = in_state(deployed, first, "UNKNOWN")
    assert len(ses.missed) == len(doubtful)
    assert MAX_FAILURES <= len(doubtful) <= _MOST_IN_DOUBT

    # Nothing more is claimed while it lasts, except by a probe.
    publish(deployed, later)
    until(lambda: {"UNKNOWN", "HELD"} >= set(states(deployed, later).values()), "the others to be known")
    until(lambda: not deployed.waiting(), "their messages to be done")
    probes = sending.circuit().get("probes", 0)
    assert len(ses.missed) == len(doubtful) + probes
    assert len(in_state(deployed, later, "HELD")) == _PEOPLE - probes
    doubtful += in_state(deployed, later, "UNKNOWN")
    waiting = [name for name in first + later if name not in doubtful]

    # It ends. The next probe is accepted, and all others follow, without anybody's doing.
    ses.answer = Answer.ACCEPTED
    sending.some_minutes_pass()
    becomes_due(deployed, waiting[0])
    until(lambda: not sending.is_stopped(), "sending to go on")
    becomes_due(deployed, *waiting[1:])
    until(lambda: set(states(deployed, waiting).values()) == {"ACCEPTED"}, "all others to be told")
    assert Counter(ses.taken) == Counter(map(ref_of, waiting))

    # About those in doubt, an operator decides at once.
    settle_all(desk, began, len(doubtful))
    until(lambda: set(states(deployed, doubtful).values()) == {"ACCEPTED"}, "those in doubt to be told")
    assert Counter(ses.taken) == Counter(map(ref_of, first + later))


def settle_all(desk: OperatorDesk, began: datetime, count: int) -> None:
    """Look at what the outage has left, and send all of it once more."""
    assert f"{count} in doubt" in desk.enter("outage")[1]
    span = f"{began.isoformat()} {datetime.now(UTC).isoformat()}"
    shown = desk.enter(f"outage {span}")[1]
    assert f"{count} notices: {count} in doubt, 0 refused" in shown
    assert re.search(rf"--then send --count {count} ", shown)
    send = f"outage {span} --then send --because 'SES: nothing was accepted'"
    refused, said = desk.enter(f"{send} --count {count + 1}")
    assert (refused, "nothing was changed" in said) == (1, True)
    done, said = desk.enter(f"{send} --count {count}")
    assert (done, f"send: {count}" in said) == (0, True)


def ref_of(application_id: str) -> str:
    return str(NoticeRef.of(SOURCE, application_id))
