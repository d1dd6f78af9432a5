"""Whatever happens: a consent gets one receipt at most, and none once it was withdrawn. Notices go out as ever."""

from dataclasses import replace
from datetime import UTC, datetime
from unittest.mock import patch

import pytest

from functions.domain.pool.membership import Member, OptIn
from functions.notify.dispatch import letters
from tests.examples import scaled
from tests.fakes.pool import FakePool
from tests.simulation.joining import Joining, JoiningWithASecondChance
from tests.simulation.shards import shards, try_shard
from tests.simulation.test_mutants import UnconditionalClaim


@pytest.mark.parametrize("shard", shards(scaled(1000)))
def test_no_history_breaks_a_promise(shard: int) -> None:
    try_shard(Joining, shard)


@pytest.mark.parametrize("shard", shards(scaled(300)))
def test_where_the_policy_sends_once_more_no_receipt_is_sent_a_third_time(shard: int) -> None:
    try_shard(JoiningWithASecondChance, shard)


class ForgetsWhenSomebodyJoined(FakePool):
    """Every consent seems to be from after the person joined."""

    def get(self, candidate: str) -> Member | None:
        member = super().get(candidate)
        return replace(member, joined_at=datetime.min.replace(tzinfo=UTC)) if isinstance(member, OptIn) else member


def test_a_receipt_that_is_not_checked_before_its_claim_is_caught() -> None:
    """Somebody withdraws while a worker waits for its turn."""
    world = _joined(Joining)
    with patch.object(letters, "_last_check", return_value=None):
        _reach(world, "before reserve")
        world.a_person_withdraws(place=0)
        with pytest.raises(AssertionError, match="in time"):
            world.a_worker_ends(place=0)


def test_a_consent_of_before_somebody_joined_again_is_caught() -> None:
    world = _joined(type("Broken", (Joining,), {"pool": ForgetsWhenSomebodyJoined}))
    world.a_person_withdraws(place=0)
    world.a_person_joins_or_changes_the_opt_in(place=0, is_queued=False)
    with pytest.raises(AssertionError, match="in time"):
        world.all_goes_well_for_a_moment()


def test_a_claim_that_is_a_plain_write_is_caught() -> None:
    """Two workers have the same message, and both come to their claim."""
    world = _joined(type("Broken", (Joining,), {"ledger": UnconditionalClaim}))
    _reach(world, "before claim_all", twice=True)
    world.a_worker_takes_a_batch(taken=[0], twice=False)
    world.a_worker_ends(place=1)
    with pytest.raises(AssertionError, match="twice"):
        world.a_worker_ends(place=0)


def _joined(world: type[Joining]) -> Joining:
    """One person has just joined, and the reference of the receipt is on the queue."""
    joined = world()
    joined.a_person_joins_or_changes_the_opt_in(place=0, is_queued=True)
    return joined


def _reach(world: Joining, moment: str, *, twice: bool = False) -> None:
    """Let a worker take the receipt and come to this moment of its life."""
    world.a_worker_takes_a_batch(taken=[0], twice=twice)
    while world.workers[0].moment != moment:
        world.workers_go_on(turns=[0])
