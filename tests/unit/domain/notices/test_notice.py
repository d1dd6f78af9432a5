"""The states of a notice, what may follow what, and how a notice is named."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.digest import digest
from functions.domain.errors import Permanent
from functions.domain.notices.notice import Entry
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.states import NEVER_SENT, PRECEDING, STATE_BY_STATUS, TRANSITIONS, DeliveryStatus, State
from tests.builders import DECIDED_AT, REF, claim, notice

# What leads to each state: first what we do, then what an event of SES may prove.
EXPECTED = {
    "HELD": {"CLAIMED", "UNKNOWN", "REFUSED"},
    "CLAIMED": {"HELD"},
    "UNKNOWN": {"CLAIMED"},
    "RESCINDED": {"HELD"},
    "SUPPRESSED": {"HELD"},
    "ACCEPTED": {"CLAIMED", "UNKNOWN"} | {"HELD", "RESCINDED", "SUPPRESSED", "REFUSED"},
    "REFUSED": {"CLAIMED", "UNKNOWN"} | {"HELD", "RESCINDED", "SUPPRESSED", "ACCEPTED"},
    "DELIVERED": set(State) - {"DELIVERED", "COMPLAINED"},
    "BOUNCED": set(State) - {"COMPLAINED"},
    "COMPLAINED": set(State) - {"COMPLAINED"},
}


def test_every_state_has_a_name_and_a_place() -> None:
    assert set(State) == set(EXPECTED)


@pytest.mark.parametrize("state", State)
def test_a_state_is_entered_only_from_those_before_it(state: State) -> None:
    assert PRECEDING[state] == EXPECTED[state]


def test_a_complaint_is_the_last_word() -> None:
    assert [state for state, following in TRANSITIONS.items() if not following] == ["COMPLAINED"]


def test_only_what_is_held_is_claimed_taken_back_or_suppressed() -> None:
    assert all(PRECEDING[state] == {"HELD"} for state in (State.CLAIMED, State.RESCINDED, State.SUPPRESSED))
    assert {"HELD", "RESCINDED", "SUPPRESSED", "REFUSED"} == NEVER_SENT


def test_what_ses_took_is_never_held_again() -> None:
    assert not PRECEDING[State.HELD] & {"ACCEPTED", "DELIVERED", "BOUNCED", "COMPLAINED"}


@pytest.mark.parametrize("proof", DeliveryStatus)
def test_a_proof_counts_wherever_an_attempt_may_have_left_the_notice(proof: DeliveryStatus) -> None:
    assert {"HELD", "CLAIMED", "UNKNOWN", "RESCINDED", "SUPPRESSED"} <= PRECEDING[STATE_BY_STATUS[proof]]


def test_an_application_is_named_by_source_and_id_together() -> None:
    assert NoticeRef.of("a", "bc") != NoticeRef.of("ab", "c")
    assert NoticeRef.of("a", "b") == NoticeRef.of("a", "b")
    assert digest("candidate", "a", "b") != NoticeRef.of("a", "b").application


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


def test_a_notice_is_newer_than_a_rescission_before_its_decision() -> None:
    assert notice().is_newer_than(DECIDED_AT - timedelta(seconds=1))
    assert not notice().is_newer_than(DECIDED_AT)
    assert not notice(decision=None).is_newer_than(DECIDED_AT - timedelta(seconds=1))
