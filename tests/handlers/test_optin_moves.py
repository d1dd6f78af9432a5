"""Changing the address with the deployed parts: away, and back again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from functions.domain.pool.address_token import AddressConfirmation
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.key_ring import KeyRing
from functions.domain.pool.membership import OptIn
from tests.handlers.optin_stack import SECRET, Stack, running_stack
from tests.optin_builders import CANDIDATE, EMAIL, FAMILY_NAME, GIVEN_NAME, NOTICE, person_key

NEW = "zebulon@elsewhere.example"
MOVED = person_key(NEW, GIVEN_NAME, FAMILY_NAME)
KEYS = KeyRing(SECRET)


@pytest.fixture
def stack() -> Iterator[Stack]:
    with running_stack() as stack:
        yield stack


def move(stack: Stack, candidate: str, email: str) -> int:
    """The status of the confirmation."""
    now = datetime.now(UTC)
    code = KEYS.sign(Invitation(NOTICE, candidate, now + timedelta(days=9), now))
    assert stack.call("POST /api/opt-in/address", {"email": email}, code=code).status == 202
    before = stack.pool.get(candidate)
    assert isinstance(before, OptIn)
    assert before.pending_address
    token = KEYS.sign(AddressConfirmation(candidate, before.pending_address.id, before.pending_address.expires_at))
    return stack.call("PUT /api/address", code=token).status


def test_an_address_can_be_changed_and_changed_back(stack: Stack) -> None:
    stack.join()
    assert move(stack, CANDIDATE, NEW) == 200
    assert move(stack, MOVED, EMAIL) == 200
    assert isinstance(stack.pool.get(CANDIDATE), OptIn)
