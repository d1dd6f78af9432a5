"""The verbs that the desk offers for a notice are those that can be done: after every event, in every state."""

from contextlib import suppress

from functions.domain.errors import Permanent
from functions.review.checks import possible_verbs
from ops.terminal.failure import Failure
from tests.architecture.cases import each_pair
from tests.architecture.states import EVENTS, build, type_verb
from tests.builders import REF
from tests.fakes.notify import World
from tests.fakes.operator import VERBS


def after(state: str, event: str) -> World:
    world = build(state)
    with suppress(Permanent):
        EVENTS[event](world)
    return world


def can_type(verb: str, world: World) -> bool:
    try:
        type_verb(verb, world)
    except Failure:
        return False
    return True


@each_pair
def test_every_verb_that_is_offered_can_be_done_and_no_other(state: str, event: str) -> None:
    notice = after(state, event).ledger.get(REF)
    if notice:
        done = {verb for verb in VERBS if can_type(verb, after(state, event))}
        assert done == set(possible_verbs(notice))
