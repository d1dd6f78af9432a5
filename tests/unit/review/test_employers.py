"""One employer's person sees and decides about that employer's notices alone; the command decides about all."""

import pytest

from functions.domain.notices.review import Reviewer
from functions.domain.notices.states import State
from functions.review.find import find_cycles, find_notice
from functions.review.refusal import Refusal
from functions.review.waiting_list import held_for_review, list_waiting, split_held
from tests.unit.review.held_notices import BURST, JOB, NOW, OURS, THEIRS, WORDING, FakeDesk, only_ours


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk(sources=only_ours)


def test_another_employers_notices_are_neither_listed_nor_counted(desk: FakeDesk) -> None:
    ours = desk.open(2, OURS, WORDING)
    desk.open(3, THEIRS, WORDING)
    (bounced,) = desk.open(1, OURS, None, state=State.BOUNCED)
    desk.open(1, THEIRS, None, state=State.BOUNCED)
    waiting = list_waiting(Reviewer.PERSON, NOW, ledger=desk.ledger, reviews=desk.reviews, sources=desk.sources)
    (group,), (entry,) = split_held(waiting)
    assert ({notice.ref for notice in group.notices}, group.count) == (set(ours), 2)
    assert entry.entry.ref == bounced


def test_another_employers_notice_is_as_one_that_is_not_there(desk: FakeDesk) -> None:
    (ref,) = desk.open(1, THEIRS, WORDING)
    with pytest.raises(Refusal, match="no such notice"):
        find_notice(str(ref), ledger=desk.ledger, sources=desk.sources)
    with pytest.raises(Refusal, match="no such application"):
        find_cycles([str(ref)], reviews=desk.reviews, sources=desk.sources)
    assert find_notice(str(ref), ledger=desk.ledger).ref == ref


@pytest.mark.parametrize("verb", ["release", "discard"])
def test_another_employers_notice_can_not_be_decided_about(desk: FakeDesk, verb: str) -> None:
    (ref,) = desk.open(1, THEIRS, "late")
    act = desk.release if verb == "release" else desk.discard
    with pytest.raises(Refusal, match="nothing was changed"):
        act(str(ref), 1)
    with pytest.raises(Refusal, match="nothing was changed"):
        act("late", 1)
    assert desk.held() == {ref}


def test_new_wording_stays_on_hold_for_the_others(desk: FakeDesk) -> None:
    """Its count is everybody's: letting it go would let the other employers' notices go unseen."""
    ours, theirs = desk.open(2, OURS, WORDING), desk.open(1, THEIRS, WORDING)
    assert desk.release(WORDING, 2) == 2
    assert (desk.held(), desk.bursts.words) == (set(theirs), {})
    assert [notice.burst_position for notice in desk.notices(ours)] == [None, None], "they would be held again"
    assert desk.enqueued == ours


def test_new_wording_stays_on_hold_for_others_who_have_nothing_held_yet(desk: FakeDesk) -> None:
    desk.open(2, OURS, WORDING)
    assert desk.release(WORDING, 2) == 2
    assert desk.bursts.words == {}


@pytest.mark.parametrize("what", [BURST, f"{BURST}/{JOB}"])
def test_a_burst_is_one_sources_and_goes_as_a_whole(desk: FakeDesk, what: str) -> None:
    ours = desk.open(2, OURS, what)
    assert desk.release(what, 2) == 2
    released = desk.bursts.bursts[BURST]
    assert (released.released, released.released_jobs) == (
        (True, frozenset()) if what == BURST else (False, frozenset({JOB}))
    )
    assert all(notice.burst_position for notice in desk.notices(ours))


def test_a_burst_that_counts_anothers_notices_too_stays(desk: FakeDesk) -> None:
    """The names of two sources' bursts may be the same by chance."""
    ours, theirs = desk.open(2, OURS, BURST), desk.open(1, THEIRS, BURST)
    assert desk.release(BURST, 2) == 2
    assert (desk.held(), desk.bursts.bursts) == (set(theirs), {})
    assert [notice.burst_position for notice in desk.notices(ours)] == [None, None]


def test_a_discard_leaves_the_others(desk: FakeDesk) -> None:
    ours, waiting = desk.open(2, OURS, BURST), desk.open(1, OURS, None)
    theirs, theirs_waiting = desk.open(1, THEIRS, BURST), desk.open(1, THEIRS, None)
    with pytest.raises(Refusal, match=f"{BURST}: 3 not sent yet, not 5; nothing was changed"):
        desk.discard(BURST, 5)
    assert desk.discard(BURST, 3) == 3
    assert {notice.state for notice in desk.notices([*ours, *waiting])} == {State.RESCINDED}
    assert {notice.state for notice in desk.notices([*theirs, *theirs_waiting])} == {State.HELD}


def test_the_command_decides_about_all(desk: FakeDesk) -> None:
    desk.sources = None
    everybody = [*desk.open(2, OURS, WORDING), *desk.open(1, THEIRS, WORDING)]
    assert {notice.ref for notice in held_for_review(**desk.ports())} == set(everybody)
    assert desk.release(WORDING, 3) == 3
    assert desk.bursts.words[WORDING].released
    assert desk.held() == set()
