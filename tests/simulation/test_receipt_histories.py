"""Whatever happens: a consent gets one receipt at most, and none once it was withdrawn. Notices go out as ever."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from hypothesis.stateful import run_state_machine_as_test

from functions.domain.pool.membership import Member, OptIn
from functions.notify.dispatch import receipts
from tests.fakes.pool import FakePool
from tests.simulation.joining import Joining, JoiningWithASecondChance
from tests.simulation.shards import shards, try_shard
from tests.simulation.test_mutants import UNTIL_CAUGHT, UnconditionalClaim


@pytest.mark.parametrize("shard", shards(1000))
def test_no_history_breaks_a_promise(shard: int) -> None:
    try_shard(Joining, shard)


@pytest.mark.parametrize("shard", shards(300))
def test_where_the_policy_sends_once_more_no_receipt_is_sent_a_third_time(shard: int) -> None:
    try_shard(JoiningWithASecondChance, shard)


class ForgetsWhenSomebodyJoined(FakePool):
    """Every consent seems to be from after the person joined."""

    def get(self, candidate: str) -> Member | None:
        member = super().get(candidate)
        return replace(member, joined_at=datetime.min.replace(tzinfo=UTC)) if isinstance(member, OptIn) else member


@contextmanager
def no_last_check() -> Iterator[None]:
    with patch.object(receipts, "_last_check", return_value=None):
        yield


def test_a_receipt_that_is_not_checked_before_its_claim_is_caught() -> None:
    with no_last_check():
        _catch(Joining, "withdrawn in time")


def test_a_consent_of_before_somebody_joined_again_is_caught() -> None:
    _catch(type("Broken", (Joining,), {"pool": ForgetsWhenSomebodyJoined}), "withdrawn in time")


def test_a_claim_that_is_a_plain_write_is_caught() -> None:
    _catch(type("Broken", (Joining,), {"ledger": UnconditionalClaim}), "twice")


def _catch(world: type[Joining], broken: str) -> None:
    with pytest.raises(AssertionError, match=broken):
        run_state_machine_as_test(world, settings=UNTIL_CAUGHT)
