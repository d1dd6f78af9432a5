"""The functions, deployed on moto."""

from collections.abc import Iterator

import pytest

from tests.handlers.feedback_function import FeedbackFunction, feedback_function
from tests.handlers.notify_function import Function, notify_function
from tests.handlers.permissions import FUNCTIONS, Used, used_permissions
from tests.handlers.sweep_function import SweepFunction, sweep_function


@pytest.fixture(scope="session")
def permissions() -> Iterator[Used]:
    """What the functions' clients were asked for in this test."""
    with used_permissions() as used:
        yield used


@pytest.fixture(autouse=True)
def _as_their_roles_permit(permissions: Used) -> Iterator[None]:
    """Refuse every test in which a function does what its role does not permit: moto asks no role."""
    permissions.clear()
    yield
    assert {use for use in permissions if use[1] not in FUNCTIONS[use[0]].permissions} == set()


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
