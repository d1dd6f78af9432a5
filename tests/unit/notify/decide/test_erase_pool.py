"""Whom an erasure by the ATS takes out of the talent pool, and whom it leaves there."""

from dataclasses import replace

import pytest

from functions.domain.employers.policy import Retention
from functions.domain.pool.membership import Ending, OptIn, Withdrawal
from functions.runtime import metrics
from functions.runtime.observability import metrics as counted
from tests.builders import DECIDED_AT, minutes
from tests.fakes.notify import World
from tests.optin_builders import CANDIDATE, EMAIL, FAMILY_NAME, GIVEN_NAME, opt_in, policy, receipt

PERSON = {"email": EMAIL, "given_name": GIVEN_NAME, "family_name": FAMILY_NAME}
ERASED_AT = DECIDED_AT + minutes(60)


@pytest.fixture
def notify() -> World:
    """Somebody was rejected, and is in the pool."""
    notify = World()
    notify.reject(candidate=PERSON)
    assert notify.pool.join(opt_in(receipt=receipt(given_at=DECIDED_AT), joined_at=DECIDED_AT))
    notify.now = ERASED_AT
    return notify


def test_the_profile_ends_as_erased_and_one_letter_says_so(notify: World) -> None:
    notify.erase(erased_at=ERASED_AT)
    left = notify.pool.get(CANDIDATE)
    assert isinstance(left, Withdrawal)
    assert left.ending is Ending.ERASED
    assert [one.letter.kind.value for one in notify.pool.owed if one.letter] == ["erased"]
    assert notify.due_notices.refs == [one.ref for one in notify.pool.owed]


def test_where_the_pool_is_apart_it_stays(notify: World) -> None:
    notify.policy = replace(policy(), retention=Retention(erase_pool_with_application=False))
    notify.erase(erased_at=ERASED_AT)
    assert isinstance(notify.pool.get(CANDIDATE), OptIn)


def test_an_employer_that_has_left_the_file_sends_nothing_and_erases_all_the_same(notify: World) -> None:
    notify.policy = None
    notify.erase(erased_at=ERASED_AT)
    assert isinstance(notify.pool.get(CANDIDATE), Withdrawal)
    assert notify.pool.owed == []


def test_under_an_id_of_several_people_nobody_is_touched_and_it_rings(notify: World) -> None:
    notify.reject(application_id="A-9", candidate={"email": "kim@example.com", "given_name": "Kim"})
    counted.clear_metrics()
    notify.erase(erased_at=ERASED_AT)
    assert isinstance(notify.pool.get(CANDIDATE), OptIn)
    assert metrics.CANDIDATE_ID_SHARED in counted.metric_set
