"""Forged tokens by the thousand: none is taken for ours. `make soak` and HISTORIES=20000 try a million."""

import pytest

from functions.domain.pool.invitation import Invitation
from functions.domain.pool.unsubscribe import Unsubscribe
from tests.examples import HISTORIES
from tests.simulation.forgeries import accepted

_MOST = 1_000_000


@pytest.mark.parametrize("seed", range(4))
def test_no_forged_code_is_taken(seed: int) -> None:
    assert accepted(min(_MOST, HISTORIES * 50) // 4, seed) == {}


def test_no_forged_code_unsubscribes_anybody() -> None:
    # But for the tokens that unsubscribe, which are ours.
    assert accepted(min(_MOST, HISTORIES * 5), 5, Unsubscribe).keys() <= {"another purpose"}


def test_the_attack_would_be_noticed() -> None:
    """Of a ring that takes a forger's key, the attack finds exactly that."""
    assert accepted(14, 0, Unsubscribe) == {"another purpose": 1}
    assert accepted(14, 0, Invitation) == {}
