"""What an operator lets go of, or takes back, of what is held back."""

from collections.abc import Iterator

import pytest

from functions.domain.notices.brake import rollout_key
from functions.domain.notices.notice import Entry
from functions.domain.notices.review import CORRECT
from functions.domain.notices.states import State
from ops.ledger import __main__ as command
from ops.ledger.connection import Desk
from tests.builders import DECIDED_AT, REF, SOURCE, claim, claiming, notice
from tests.notify_stack import NotifyStack, notify_stack
from tests.unit.ops.ledger.held_back_desk import (
    BURST,
    JOB,
    NOW,
    OTHER_JOB,
    VERSION,
    asked,
    burst,
    held_back,
    now,
    opened,
    sat_down,
)


@pytest.fixture
def stack() -> Iterator[NotifyStack]:
    with notify_stack() as stack:
        yield stack


@pytest.fixture
def desk(stack: NotifyStack, monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = sat_down(stack)
    monkeypatch.setattr(Desk, "now", lambda _: NOW)
    monkeypatch.setattr(command, "sit_down", lambda *, local: desk)
    return desk


def run(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = command.main(list(arguments))
    said = capsys.readouterr()
    return status, said.out + said.err


def act(verb: str, what: str, count: int, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    return run(verb, what, "--count", str(count), "--because", "looked at it", capsys=capsys)


def test_a_burst_is_one_entry_with_its_count_and_its_jobs(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    refs = opened(desk, 4) + opened(desk, 2, job=OTHER_JOB, title="Forklift Driver")
    status, said = run("waiting", capsys=capsys)
    assert status == 0
    assert said.splitlines() == [
        f"{BURST}  holds back 6, first since 2026-11-23 15:04:00 UTC",
        f"       4  {SOURCE}  Welder",
        f"       2  {SOURCE}  Forklift Driver",
        f'  to do:   release {BURST} --count 6 --because "…", or drop {BURST} …',
    ]
    assert not any(str(ref) in said for ref in refs)


def test_each_thing_that_holds_back_is_an_entry_and_the_rest_follows(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    opened(desk, 1, review_reason="stale")
    opened(desk, 2, review_reason=f"{BURST}/{JOB}")
    desk.ledger.open(notice(state=State.REFUSED, claim=claim()), DECIDED_AT)
    said = run("waiting", capsys=capsys)[1]
    assert (
        said.index(f"{BURST}/{JOB}  holds back 2") < said.index("stale  holds back 1") < said.index(f"{REF}  REFUSED")
    )


@pytest.mark.parametrize("verb", ["release", "drop"])
def test_a_wrong_count_changes_nothing_and_the_right_one_is_told(
    stack: NotifyStack, desk: Desk, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    refs = opened(desk, 3)
    before = desk.ledger.get_many(refs)
    for count in (0, 2, 4):
        status, said = act(verb, BURST, count, capsys)
        assert (status, "nothing was changed" in said, "Remedy: " in said) == (1, True, True)
        assert (f"holds back 3, not {count}" if verb == "release" else f"3 of {BURST} are not sent yet") in said
    assert desk.ledger.get_many(refs) == before
    assert (burst(desk).released, asked(stack)) == (False, set())


def test_a_released_burst_goes_out(stack: NotifyStack, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    refs = opened(desk, 3, latest_at=DECIDED_AT) + opened(desk, 2, review_reason=f"{BURST}/{JOB}")
    kept = opened(desk, 1, review_reason="stale")
    status, said = act("release", BURST, 5, capsys)
    assert (status, "Released 5 on account 123 in eu-west-1" in said) == (0, True)
    assert (burst(desk).released, burst(desk).released_jobs) == (True, frozenset())
    assert (asked(stack), held_back(desk)) == ({str(ref) for ref in refs}, set(kept))
    assert now(desk, refs[0]).history[-1] == Entry(NOW, State.HELD, "operator: looked at it")
    assert desk.ledger.claim_all([[claiming(notice=now(desk, ref))] for ref in refs]) == [True] * 5


def test_a_released_job_leaves_the_others_of_its_burst(
    stack: NotifyStack, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    refs = opened(desk, 3, review_reason=f"{BURST}/{JOB}")
    others = opened(desk, 2, review_reason=f"{BURST}/{OTHER_JOB}", job=OTHER_JOB)
    assert act("release", f"{BURST}/{JOB}", 3, capsys)[0] == 0
    assert (burst(desk).released, burst(desk).released_jobs) == (False, frozenset({JOB}))
    assert (asked(stack), held_back(desk)) == ({str(ref) for ref in refs}, set(others))


@pytest.mark.parametrize("review_reason", ["stale", "late", rollout_key(VERSION)])
def test_what_else_holds_back_is_released_without_its_burst(
    stack: NotifyStack, desk: Desk, capsys: pytest.CaptureFixture[str], review_reason: str
) -> None:
    desk.bursts.count_rollout(VERSION, 9, DECIDED_AT)
    refs, others = opened(desk, 2, review_reason=review_reason), opened(desk, 1)
    assert act("release", review_reason, 2, capsys)[0] == 0
    _, words = desk.bursts.read([], VERSION)
    assert words is not None
    assert (burst(desk).released, words.released) == (False, review_reason == rollout_key(VERSION))
    assert (asked(stack), held_back(desk)) == ({str(ref) for ref in refs}, set(others))


@pytest.mark.parametrize("review_reason", [BURST, f"{BURST}/{JOB}", rollout_key(VERSION), "stale"])
def test_one_reference_lets_go_of_one_notice_and_of_nothing_else(
    stack: NotifyStack, desk: Desk, capsys: pytest.CaptureFixture[str], review_reason: str
) -> None:
    desk.bursts.count_rollout(VERSION, 9, DECIDED_AT)
    before = desk.bursts.read([BURST], VERSION)
    chosen, *others = opened(desk, 3, review_reason=review_reason)
    assert act("release", str(chosen), 1, capsys)[0] == 0
    assert (asked(stack), held_back(desk)) == ({str(chosen)}, set(others))
    assert desk.bursts.read([BURST], VERSION) == before, "what is due later would go out, too"


def test_drop_takes_back_also_what_still_waits_for_its_schedule(
    stack: NotifyStack, desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    refs = [
        *opened(desk, 2),
        *opened(desk, 3, review_reason=None),
        *opened(desk, 1, review_reason=f"{BURST}/{OTHER_JOB}", job=OTHER_JOB),
    ]
    (sent,) = opened(desk, 1, review_reason=None, job="33" * 8, state=State.ACCEPTED, claim=claim())
    desk.ledger.open(notice(), DECIDED_AT)
    status, said = act("drop", BURST, 6, capsys)
    assert (status, "Dropped 6 on account 123 in eu-west-1" in said) == (0, True)
    for after in desk.ledger.get_many(refs).values():
        assert (after.state, after.review_reason, after.rescinded_at) == (State.RESCINDED, None, NOW)
        assert after.history[-1].cause == "operator: looked at it"
    assert (now(desk, sent).state, now(desk, REF).state) == (State.ACCEPTED, State.HELD)
    assert (asked(stack), held_back(desk), act("drop", BURST, 6, capsys)[0]) == (set(), set(), 1)


@pytest.mark.parametrize("by_reference", [True, False])
def test_drop_takes_back_one_job_or_one_notice(
    desk: Desk, capsys: pytest.CaptureFixture[str], by_reference: bool
) -> None:
    (chosen,) = opened(desk, 1)
    others = opened(desk, 2, job=OTHER_JOB)
    assert act("drop", str(chosen) if by_reference else f"{BURST}/{JOB}", 1, capsys)[0] == 0
    assert (now(desk, chosen).state, held_back(desk)) == (State.RESCINDED, set(others))


@pytest.mark.parametrize("verb", ["release", "drop"])
def test_a_reason_that_leads_to_a_person_is_refused(desk: Desk, capsys: pytest.CaptureFixture[str], verb: str) -> None:
    refs = opened(desk, 1)
    arguments = [verb, BURST, "--count", "1", "--because", "asked sam@example.com"]
    assert run(*arguments, capsys=capsys)[0] == 1
    assert (held_back(desk), burst(desk).released) == (set(refs), False)


def test_what_is_held_back_is_not_done(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    (ref,) = opened(desk, 1)
    status, said = run("done", str(ref), "--because", "x", capsys=capsys)
    assert (status, "It is held, and not sent yet" in said) == (1, True)
    assert held_back(desk) == {ref}


def test_who_was_told_wrongly_and_spoken_to_is_done(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    (ref,) = opened(desk, 1, review_reason=CORRECT, state=State.ACCEPTED, claim=claim(), rescinded_at=NOW)
    assert "speak to the candidate, then done" in run("waiting", capsys=capsys)[1]
    status, said = run("done", str(ref), "--because", "told by phone", capsys=capsys)
    assert (status, f"{ref} is off the list; it stays ACCEPTED" in said) == (0, True)
    assert (now(desk, ref).review_reason, held_back(desk)) == (None, set())
