"""The functions, deployed on moto."""

from collections.abc import Iterator

import pytest

from tests.handlers.feedback_function import FeedbackFunction, feedback_function
from tests.handlers.notify_function import Function, notify_function
from tests.handlers.sweep_function import SweepFunction, sweep_function


@pytest.fixture
def hasty() -> Iterator[Function]:
    """notify without hold and window, as `make up` deploys it."""
    with notify_function(NOTICE_HOLD="PT0S", NOTICE_WINDOW="off") as function:
        yield function


@pytest.fixture
def notify() -> Iterator[Function]:
    """notify as company.toml says."""
    with notify_function() as function:
        yield function


@pytest.fixture
def feedback() -> Iterator[FeedbackFunction]:
    with feedback_function() as function:
        yield function


@pytest.fixture
def sweep() -> Iterator[SweepFunction]:
    with sweep_function() as function:
        yield function
