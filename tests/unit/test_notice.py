"""The states of a notice, what may follow what, and how a notice is named."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.errors import Permanent
from functions.domain.notice import FOLLOWING, NEVER_SENT, Entry, NoticeRef, State, candidate_key, digest, preceding
from tests.builders import DECIDED_AT, REF, claim, notice, rejection

PRECEDING = {
    "HELD": {"CLAIMED"},
    "CLAIMED": {"HELD"},
    "ACCEPTED": {"CLAIMED", "UNKNOWN"},
    "DELIVERED": {"ACCEPTED"},
    "RESCINDED": {"HELD"},
    "SUPPRESSED": {"HELD"},
    "REFUSED": {"CLAIMED"},
    "UNKNOWN": {"CLAIMED"},
    "BOUNCED": {"ACCEPTED", "DELIVERED"},
    "COMPLAINED": {"ACCEPTED", "DELIVERED"},
}
FINAL = {"RESCINDED", "SUPPRESSED", "REFUSED", "BOUNCED", "COMPLAINED"}


def test_every_state_has_a_name_and_a_place() -> None:
    assert set(State) == set(PRECEDING)


@pytest.mark.parametrize("state", State)
def test_a_state_is_entered_only_from_those_before_it(state: State) -> None:
    assert preceding(state) == PRECEDING[state]


@pytest.mark.parametrize("state", State)
def test_a_final_state_is_never_left(state: State) -> None:
    assert (state not in FOLLOWING) == (state in FINAL)


def test_only_a_claim_leads_to_a_mail() -> None:
    assert all(preceding(state) <= {"CLAIMED", "UNKNOWN"} for state in (State.ACCEPTED, State.REFUSED, State.UNKNOWN))
    assert {"HELD", "RESCINDED", "SUPPRESSED", "REFUSED"} == NEVER_SENT


def test_an_unknown_notice_is_never_held_or_claimed_again() -> None:
    assert FOLLOWING[State.UNKNOWN] == {State.ACCEPTED}


def test_an_application_is_named_by_source_and_id_together() -> None:
    assert NoticeRef.of("a", "bc") != NoticeRef.of("ab", "c")
    assert NoticeRef.of("a", "b") == NoticeRef.of("a", "b")
    assert candidate_key("a", "b") != NoticeRef.of("a", "b").application


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=4))
def test_a_digest_is_32_hex_digits(parts: list[str]) -> None:
    assert len(bytes.fromhex(digest(*parts))) == 16


def test_the_next_cycle_is_the_same_application() -> None:
    assert REF.next() == NoticeRef(REF.application, 2)
    assert REF.next() > REF


@pytest.mark.parametrize("cycle", [1, 2, 10, 9999])
def test_a_reference_is_read_as_it_is_written(cycle: int) -> None:
    ref = NoticeRef(REF.application, cycle)
    assert NoticeRef.parse(str(ref)) == ref


@pytest.mark.parametrize(
    "text", ["", "x", REF.application, f"{REF.application}-0", f"{REF}\n", f" {REF}", f"{REF.application.upper()}-1"]
)
def test_what_is_no_reference_is_set_aside(text: str) -> None:
    with pytest.raises(Permanent) as caught:
        NoticeRef.parse(text)
    assert caught.value.code == "invalid_reference"


def test_history_grows_and_never_changes() -> None:
    first = notice()
    claimed = first.entered(Entry(DECIDED_AT, State.CLAIMED, "due"), claim())
    assert claimed.history[:-1] == first.history
    assert (claimed.state, claimed.claim) == (State.CLAIMED, claim())


def test_a_repeat_is_news_only_if_it_was_decided_later() -> None:
    later, latest = (rejection(decided_at=DECIDED_AT + timedelta(seconds=seconds)) for seconds in (1, 2))
    assert not notice().superseded_by(rejection())
    assert notice().superseded_by(later)
    assert not notice(later_decision=latest).superseded_by(later)
    assert not notice(decision=None).superseded_by(later)


def test_a_notice_outlives_a_rescinding_that_is_older_than_its_decision() -> None:
    assert notice().outlives(DECIDED_AT - timedelta(seconds=1))
    assert not notice().outlives(DECIDED_AT)
    assert not notice(decision=None).outlives(DECIDED_AT - timedelta(seconds=1))
