"""A complaint about a letter of the talent pool ends the opt-in, wherever its profile is, and nobody else's."""

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.domain.errors import Transient
from functions.domain.notices.owed_letter import LetterKind, OwedLetter
from functions.domain.personal_data import EmailAddress, PersonName
from functions.domain.pool.membership import Ending, Withdrawal
from functions.feedback.end_opt_in import end_opt_in
from tests.fakes.pool import FakePool
from tests.optin_builders import CANDIDATE, CODE_END, NOTICE, NOW, opt_in, receipt

AT = NOW + timedelta(hours=1)
RECEIPT = OwedLetter(LetterKind.RECEIPT, "r1", CANDIDATE, NOTICE, CODE_END, "en")
OTHER, MOVED = "d" * 32, "e" * 32


@pytest.fixture
def pool() -> FakePool:
    pool = FakePool()
    pool.join(opt_in())
    return pool


def is_in(pool: FakePool, candidate: str = CANDIDATE) -> bool:
    return not isinstance(pool.get(candidate), Withdrawal)


def test_whoever_complains_about_a_letter_has_left_and_is_told_nothing(pool: FakePool) -> None:
    assert end_opt_in(RECEIPT, AT, pool=pool)
    assert not is_in(pool)
    assert pool.consents(CANDIDATE)[-1]["method"] == "complaint"
    assert pool.owed == []
    assert not end_opt_in(RECEIPT, AT, pool=pool), "an event may come twice"


def test_every_profile_at_the_mailbox_ends_and_none_at_another(pool: FakePool) -> None:
    same = opt_in(candidate=OTHER, given_name=PersonName("Zoe"), receipt=receipt("r2"))
    elsewhere = opt_in(candidate=MOVED, email=EmailAddress("elsewhere@mailbox.example"), receipt=receipt("r3"))
    pool.join(same)
    pool.join(elsewhere)
    end_opt_in(RECEIPT, AT, pool=pool)
    assert (is_in(pool), is_in(pool, OTHER), is_in(pool, MOVED)) == (False, False, True)


def test_whoever_has_agreed_anew_since_the_complaint_stays(pool: FakePool) -> None:
    pool.put(opt_in(revision=2, receipt=receipt("r2", given_at=AT + timedelta(minutes=1))))
    assert not end_opt_in(RECEIPT, AT, pool=pool)
    assert is_in(pool)


def test_a_profile_that_has_moved_ends_where_it_is_now(pool: FakePool) -> None:
    pool.put(replace(opt_in().ended(NOW, "m", Ending.MOVED), moved_to=MOVED))
    pool.put(opt_in(candidate=MOVED))
    assert end_opt_in(RECEIPT, AT, pool=pool)
    assert not is_in(pool, MOVED)


def test_a_stranger_whose_address_somebody_typed_ends_nobodys_opt_in(pool: FakePool) -> None:
    assert not end_opt_in(replace(RECEIPT, kind=LetterKind.CONFIRM_ADDRESS), AT, pool=pool)
    assert is_in(pool)


def test_where_the_profile_changes_at_the_same_moment_the_event_is_looked_at_again(pool: FakePool) -> None:
    class ContestedPool(FakePool):
        def withdraw(self, *_args: object, **_values: object) -> bool:
            return False

    contested = ContestedPool()
    contested.put(opt_in())
    with pytest.raises(Transient):
        end_opt_in(RECEIPT, AT, pool=contested)


def test_a_profile_that_has_moved_twice_ends_where_it_is_now(pool: FakePool) -> None:
    pool.put(replace(opt_in().ended(NOW, "m", Ending.MOVED), moved_to=OTHER))
    pool.put(replace(opt_in(candidate=OTHER).ended(NOW, "m", Ending.MOVED), moved_to=MOVED))
    pool.put(opt_in(candidate=MOVED))
    assert end_opt_in(RECEIPT, AT, pool=pool)
    assert not is_in(pool, MOVED)
