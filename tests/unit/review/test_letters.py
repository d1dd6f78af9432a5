"""The verbs that the desk offers for a letter of the talent pool are those that can be done, in every state."""

import pytest

from functions.domain.notices.notice import Entry
from functions.domain.notices.owed_letter import LetterKind, OwedLetter
from functions.domain.notices.states import State
from functions.review.checks import possible_verbs
from ops.terminal.failure import Failure
from tests.builders import DECIDED_AT, REF, claim, notice
from tests.fakes.notify import World
from tests.fakes.operator import VERBS, FakeConnection
from tests.fakes.review_queue import FakeReviewQueue

OWED = OwedLetter(LetterKind.RECEIPT, "r1", "c" * 32, REF, DECIDED_AT, "en")
UNCLAIMED = {State.HELD, State.RESCINDED, State.SUPPRESSED}


def world_of(state: State) -> World:
    world = World()
    world.wait(world.hold * 2)
    history = (Entry(DECIDED_AT, State.HELD, "opted in"), Entry(DECIDED_AT, state, "as SES said"))
    held_by = None if state in UNCLAIMED else claim(sent_to=None)
    letter = notice(state=state, decision=None, letter=OWED, claim=held_by, history=history)
    assert world.ledger.open(letter, DECIDED_AT) is None
    return world


def can_type(verb: str, world: World) -> bool:
    try:
        FakeConnection(world, ledger=world.ledger, reviews=FakeReviewQueue(world.ledger)).type(verb, REF)
    except Failure:
        return False
    return True


@pytest.mark.parametrize("state", State)
def test_every_verb_that_is_offered_can_be_done_and_no_other(state: State) -> None:
    done = {verb for verb in VERBS if can_type(verb, world_of(state))}
    assert done == set(possible_verbs(world_of(state).notice()))
