"""What `show` and `pending` tell an operator to do can be done, and does no harm: after every event, in every state."""

import re
from contextlib import suppress

import pytest

from functions.domain.errors import Permanent
from functions.domain.notices.notice import Notice
from functions.domain.notices.review import Reviewer
from functions.domain.notices.states import State
from functions.review.hints import to_do
from tests.architecture.cases import each_pair
from tests.architecture.states import EVENTS, build, type_verb
from tests.builders import REF
from tests.fakes.notify import World
from tests.fakes.operator import VERBS

_VERB = re.compile(rf"\b({'|'.join(VERBS)})\b")


def after(state: str, event: str) -> World:
    world = build(state)
    with suppress(Permanent):
        EVENTS[event](world)
    return world


def hint(world: World) -> str:
    notice = world.ledger.get(REF)
    return to_do(notice) if notice else "nothing"


def is_listed(world: World) -> bool:
    review = world.ledger.review.get(REF)
    return review is not None and review.who is Reviewer.PERSON


@each_pair
def test_whatever_a_hint_names_can_be_done(state: str, event: str) -> None:
    for verb in _VERB.findall(hint(after(state, event))):
        type_verb(verb, after(state, event))


@each_pair
def test_whatever_waits_for_a_person_can_be_taken_off_the_list(state: str, event: str) -> None:
    world = after(state, event)
    if not is_listed(world):
        return
    verbs = _VERB.findall(hint(world))
    assert verbs, "it is on the list, and there is nothing to do"
    type_verb(verbs[-1], world)
    # A hint may take two steps: what is discarded may have been sent by an earlier attempt.
    if is_listed(world):
        type_verb(_VERB.findall(hint(world))[-1], world)
    assert not is_listed(world)


@each_pair
def test_nobody_is_told_what_was_revoked(state: str, event: str) -> None:
    world = after(state, event)
    notice = world.ledger.get(REF)
    if notice and notice.rescinded_at:
        said = hint(world)
        assert "tell them" not in said
        assert not {"send", "release"} & set(_VERB.findall(said))


@each_pair
def test_whoever_was_not_told_is_not_forgotten(state: str, event: str) -> None:
    """Where an answer is owed and can't be sent by itself, a hint says how the candidate hears it."""
    world = after(state, event)
    notice = world.ledger.get(REF)
    if notice and notice.state in {State.REFUSED, State.BOUNCED} and not _is_done(notice):
        assert is_listed(world)
        assert "tell them another way" in hint(world)


def _is_done(notice: Notice) -> bool:
    return notice.rescinded_at is not None or hint_of_resolved(notice)


def hint_of_resolved(notice: Notice) -> bool:
    return to_do(notice).startswith("nothing: resolved")


@pytest.mark.parametrize("state", ["`REFUSED`", "`BOUNCED`", "`UNKNOWN`", "`SUPPRESSED`, undeliverable"])
@pytest.mark.parametrize("event", ["rejected again", "soft `Bounce`", "hard `Bounce`"])
def test_what_was_resolved_does_not_come_back_with_the_next_event(state: str, event: str) -> None:
    world = build(state)
    type_verb("resolve", world)
    before = world.notice()
    assert hint(world) == "nothing: resolved, looked at it"
    EVENTS[event](world)
    if world.notice().state is before.state:
        assert hint(world) == "nothing: resolved, looked at it"
        assert not is_listed(world)


def test_a_soft_bounce_that_was_resolved_does_not_come_back_with_the_hard_one() -> None:
    world = build("`BOUNCED`, softly")
    type_verb("resolve", world)
    EVENTS["hard `Bounce`"](world)
    assert not is_listed(world)
