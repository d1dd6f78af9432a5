"""The stack and the operator's connection of every test here."""

from collections.abc import Iterator

import pytest

from ops.ledger.connection import Connection
from tests.notify_stack import NotifyStack, notify_stack
from tests.unit.ops.ledger.held_burst import connected


@pytest.fixture
def stack() -> Iterator[NotifyStack]:
    with notify_stack() as stack:
        yield stack


@pytest.fixture
def connection(stack: NotifyStack, monkeypatch: pytest.MonkeyPatch) -> Connection:
    connection = connected(stack)
    monkeypatch.setattr("ops.ledger.connection.connect", lambda *, local: connection)
    return connection
