"""AWS as moto plays it."""

from collections.abc import Iterator

import pytest

from tests.notify_stack import NotifyStack, notify_stack


@pytest.fixture
def stack() -> Iterator[NotifyStack]:
    with notify_stack() as stack:
        yield stack
