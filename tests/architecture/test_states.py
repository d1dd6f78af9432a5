"""What `docs/states.md` says of every pair of a state and an event is what happens when it is played on the fakes."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from functions.domain.errors import Permanent
from functions.domain.notices.notice import FOR_EVER, Notice
from functions.domain.notices.review import CORRECT, Reviewer
from functions.domain.notices.revocation import HIRED_FOR
from functions.domain.notices.states import State
from tests.architecture.cases import each_pair
from tests.architecture.states import BLOCKS, EVENTS, STATES, build
from tests.builders import REF
from tests.fakes.notify import World

_DOCUMENT = Path(__file__).parents[2] / "docs/states.md"
_DOUBTFUL = {"`HELD`, in doubt", "`RESCINDED`, correct", "`REFUSED`, in doubt"}


@dataclass(frozen=True)
class Seen:
    """A notice, whether it waits for a person, and the application's next one."""

    notice: Notice | None
    is_a_persons: bool
    following: Notice | None


def read_block(title: str) -> dict[str, dict[str, str]]:
    """Return the cells of a table, by state and event."""
    section = _DOCUMENT.read_text("utf-8").partition(f"### {title}\n")[2]
    lines = re.findall(r"^\| (.*) \|$", section.partition("\n\n")[0], re.MULTILINE)
    (_, *events), *rows = [line.split(" | ") for line in lines]
    return {state: dict(zip(events, cells, strict=True)) for state, *cells in rows}


@cache
def cells() -> dict[tuple[str, str], str]:
    return {
        (state, event): cell
        for title in BLOCKS
        for state, row in read_block(title).items()
        for event, cell in row.items()
    }


def play(state: str, event: str) -> str:
    """Return what the cell of the pair should say."""
    world = build(state)
    before = see(world)
    try:
        asked = EVENTS[event](world) is True
    except Permanent:
        return "dead-lettered"
    after = see(world)
    parts = [*in_words(before, after), *(["enqueued again"] if asked else [])]
    if after.following and not before.following:
        parts.append(f"next `{after.following.state}`")
    return ", ".join(parts)


def see(world: World) -> Seen:
    by = world.ledger.review.get(REF)
    return Seen(world.ledger.get(REF), by is not None and by.who is Reviewer.PERSON, world.ledger.get(REF.next()))


def in_words(before: Seen, after: Seen) -> list[str]:
    was, now = before.notice, after.notice
    if now is None:
        return ["nothing"]
    is_released = now.state is State.HELD and was is not None and was.review_reason and not now.review_reason
    if was is None or was.state is not now.state or is_released:
        return [f"`{now.state}`", *marks(after)]
    newly = [] if (was.review_reason, before.is_a_persons) == (now.review_reason, after.is_a_persons) else marks(after)
    quietly = [
        *(["corrected"] if now.revision != was.revision else []),
        *(["closed"] if now.rescinded_at != was.rescinded_at else []),
    ]
    is_off = before.is_a_persons and not after.is_a_persons
    return ["stays", *(newly or quietly), *(["off the list"] if is_off else [])]


def marks(seen: Seen) -> list[str]:
    if seen.notice and seen.notice.review_reason == CORRECT:
        return ["correct"]
    return ["review"] if seen.is_a_persons else []


@pytest.mark.parametrize("title", BLOCKS)
def test_each_table_has_every_state_and_every_event_of_its_block(title: str) -> None:
    table = read_block(title)
    assert list(table) == list(STATES)
    assert {tuple(row) for row in table.values()} == {tuple(BLOCKS[title])}


def test_no_state_is_missing() -> None:
    assert {name for state in STATES for name in re.findall("[A-Z]{4,}", state)} == set(State)


@each_pair
def test_what_happens_is_what_the_table_says(state: str, event: str) -> None:
    assert play(state, event) == cells()[state, event]


@pytest.mark.parametrize("state", STATES)
def test_a_row_starts_from_the_state_it_names(state: str) -> None:
    notice = build(state).ledger.get(REF)
    assert (notice.state if notice else "no notice yet") in state
    in_review = state.endswith(("in review", "correct", "changed", "undeliverable"))
    assert (notice is not None and notice.review_reason is not None) == in_review
    assert (notice is not None and notice.earlier_claim is not None) == (state in _DOUBTFUL)


@each_pair
def test_whoever_is_to_correct_something_finds_it_on_the_list_and_closed(state: str, event: str) -> None:
    if "correct" not in cells()[state, event].split(", "):
        return
    world = build(state)
    EVENTS[event](world)
    seen = see(world)
    assert seen.is_a_persons
    assert seen.notice
    assert seen.notice.rescinded_at


@pytest.mark.parametrize("event", ["rescinded", "hired", "hired elsewhere", "withdrew", "erased"])
def test_each_taking_back_closes_up_to_its_own_moment(event: str) -> None:
    world = build("`HELD`")
    EVENTS[event](world)
    hired = world.now + HIRED_FOR
    until = {"hired": hired, "hired elsewhere": hired, "withdrew": FOR_EVER}.get(event, world.now)
    assert world.notice().rescinded_at == until


@pytest.mark.parametrize("state", STATES)
def test_whatever_the_state_nothing_personal_is_left_of_who_was_erased(state: str) -> None:
    world = build(state)
    EVENTS["erased"](world)
    for notice in world.ledger.notices.values():
        assert (notice.decision, notice.later_decision) == (None, None)
        assert not any(claim and claim.sent_to for claim in (notice.claim, notice.earlier_claim))


@pytest.mark.parametrize("state", STATES)
def test_nothing_but_being_due_sends_a_mail(state: str) -> None:
    for event, act in EVENTS.items():
        world = build(state)
        before = len(world.told())
        try:
            act(world)
        except Permanent:
            continue
        # What is repeated is due at once: any message about it sends it.
        hints = {"`HELD`": {"due"}, "`HELD`, in doubt": {"due", "rejected again", "rejected later", "corrected"}}
        assert len(world.told()) - before == (event in hints.get(state, ())), event


@pytest.mark.parametrize("state", STATES)
def test_what_was_played_twice_is_as_if_it_were_once(state: str) -> None:
    for event in [*BLOCKS["What the ATS publishes"], *BLOCKS["What SES reports about the email"]]:
        world = build(state)
        try:
            EVENTS[event](world)
        except Permanent:
            continue
        once = dict(world.ledger.notices)
        EVENTS[event](world)
        assert world.ledger.notices == once, event
