"""What an operator releases, or discards, of what is held for review."""

import pytest
from click.testing import CliRunner

from functions.domain.notices.brake import rollout_key
from functions.domain.notices.notice import Entry
from functions.domain.notices.review import CORRECT
from functions.domain.notices.states import State
from ops.__main__ import commands
from ops.ledger.connection import Connection
from tests.builders import DECIDED_AT, HOLD, REF, SOURCE, claim, claiming, notice
from tests.notify_stack import NotifyStack
from tests.unit.ops.ledger.held_burst import (
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
)


@pytest.fixture
def connection(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> Connection:
    monkeypatch.setattr(Connection, "now", lambda _: NOW)
    return connection


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(commands, ["ledger", *arguments], catch_exceptions=False)
    return result.exit_code, result.output


def act(verb: str, what: str, count: int) -> tuple[int, str]:
    return run(verb, what, "--count", str(count), "--because", "looked at it")


def test_a_burst_is_one_entry_with_its_count_and_its_jobs(connection: Connection) -> None:
    refs = opened(connection, 4) + opened(connection, 2, job=OTHER_JOB, title="Forklift Driver")
    status, said = run("pending")
    assert status == 0
    assert said.splitlines() == [
        f"{BURST}  holds 6 for review, the first since 2026-11-23 15:04:00 UTC",
        f"       4  {SOURCE}  Welder",
        f"       2  {SOURCE}  Forklift Driver",
        f'  to do:   release {BURST} --count 6 --because "…", or discard {BURST} …',
    ]
    assert not any(str(ref) in said for ref in refs)


def test_each_thing_that_holds_back_is_an_entry_and_the_rest_follows(connection: Connection) -> None:
    opened(connection, 1, review_reason="stale")
    opened(connection, 2, review_reason=f"{BURST}/{JOB}")
    connection.ledger.open(notice(state=State.REFUSED, claim=claim()), DECIDED_AT)
    said = run("pending")[1]
    assert (
        said.index(f"{BURST}/{JOB}  holds 2 for review")
        < said.index("stale  holds 1 for review")
        < said.index(f"{REF}  REFUSED")
    )


@pytest.mark.parametrize("verb", ["release", "discard"])
def test_a_wrong_count_changes_nothing_and_the_right_one_is_told(
    stack: NotifyStack, connection: Connection, verb: str
) -> None:
    refs = opened(connection, 3)
    before = connection.ledger.get_many(refs)
    for count in (0, 2, 4):
        status, said = act(verb, BURST, count)
        assert (status, "nothing was changed" in said, "Remedy: " in said) == (1, True, True)
        assert (f"holds 3 for review, not {count}" if verb == "release" else f"{BURST}: 3 not sent yet") in said
    assert connection.ledger.get_many(refs) == before
    assert (burst(connection).released, asked(stack)) == (False, set())


def test_a_released_burst_goes_out(stack: NotifyStack, connection: Connection) -> None:
    refs = opened(connection, 3, latest_at=DECIDED_AT) + opened(connection, 2, review_reason=f"{BURST}/{JOB}")
    kept = opened(connection, 1, review_reason="stale")
    status, said = act("release", BURST, 5)
    assert (status, "Released 5 on account 123 in eu-west-1" in said) == (0, True)
    assert (burst(connection).released, burst(connection).released_jobs) == (True, frozenset())
    assert (asked(stack), held_back(connection)) == ({str(ref) for ref in refs}, set(kept))
    assert now(connection, refs[0]).history[-1] == Entry(NOW, State.HELD, "operator: looked at it")
    assert connection.ledger.claim_all([claiming(notice=now(connection, ref)) for ref in refs]) == [True] * 5


def test_a_released_job_leaves_the_others_of_its_burst(stack: NotifyStack, connection: Connection) -> None:
    refs = opened(connection, 3, review_reason=f"{BURST}/{JOB}")
    others = opened(connection, 2, review_reason=f"{BURST}/{OTHER_JOB}", job=OTHER_JOB)
    assert act("release", f"{BURST}/{JOB}", 3)[0] == 0
    assert (burst(connection).released, burst(connection).released_jobs) == (False, frozenset({JOB}))
    assert (asked(stack), held_back(connection)) == ({str(ref) for ref in refs}, set(others))


@pytest.mark.parametrize("review_reason", ["stale", "late", rollout_key(VERSION)])
def test_what_else_holds_back_is_released_without_its_burst(
    stack: NotifyStack, connection: Connection, review_reason: str
) -> None:
    connection.bursts.count_rollout(VERSION, 9, DECIDED_AT)
    refs, others = opened(connection, 2, review_reason=review_reason), opened(connection, 1)
    assert act("release", review_reason, 2)[0] == 0
    _, words = connection.bursts.read([], VERSION)
    assert words is not None
    assert (burst(connection).released, words.released) == (False, review_reason == rollout_key(VERSION))
    assert (asked(stack), held_back(connection)) == ({str(ref) for ref in refs}, set(others))


@pytest.mark.parametrize("review_reason", [BURST, f"{BURST}/{JOB}", rollout_key(VERSION), "stale"])
def test_one_reference_lets_go_of_one_notice_and_of_nothing_else(
    stack: NotifyStack, connection: Connection, review_reason: str
) -> None:
    connection.bursts.count_rollout(VERSION, 9, DECIDED_AT)
    before = connection.bursts.read([BURST], VERSION)
    chosen, *others = opened(connection, 3, review_reason=review_reason)
    assert act("release", str(chosen), 1)[0] == 0
    assert (asked(stack), held_back(connection)) == ({str(chosen)}, set(others))
    assert connection.bursts.read([BURST], VERSION) == before, "what is due later would go out, too"


def test_discard_also_rescinds_what_still_waits_for_its_schedule(stack: NotifyStack, connection: Connection) -> None:
    refs = [
        *opened(connection, 2),
        *opened(connection, 3, review_reason=None),
        *opened(connection, 1, review_reason=f"{BURST}/{OTHER_JOB}", job=OTHER_JOB),
    ]
    (sent,) = opened(connection, 1, review_reason=None, job="33" * 8, state=State.ACCEPTED, claim=claim())
    connection.ledger.open(notice(), DECIDED_AT)
    status, said = act("discard", BURST, 6)
    assert (status, "Discarded 6 on account 123 in eu-west-1" in said) == (0, True)
    for after in connection.ledger.get_many(refs).values():
        assert (after.state, after.review_reason, after.rescinded_at) == (State.RESCINDED, None, NOW)
        assert after.history[-1].cause == "operator: looked at it"
    assert (now(connection, sent).state, now(connection, REF).state) == (State.ACCEPTED, State.HELD)
    assert (asked(stack), held_back(connection), act("discard", BURST, 6)[0]) == (set(), set(), 1)


def test_after_a_restore_everything_is_held_until_a_person_knows_what_was_sent(
    stack: NotifyStack, connection: Connection
) -> None:
    sent, due = opened(connection, 2, review_reason=None, due_at=DECIDED_AT)
    connection.ledger.open(notice(due_at=NOW + HOLD), DECIDED_AT)
    assert run("hold", "--dry-run") == (0, "3 are on their way on account 123 in eu-west-1; nothing was changed\n")
    assert (run("hold", "--count", "2")[0], held_back(connection)) == (1, set())
    assert run("hold", "--count", "3")[1].splitlines() == [
        "restored-due holds 2 for review on account 123 in eu-west-1",
        "restored-later holds 1 for review on account 123 in eu-west-1",
    ]
    assert held_back(connection) == {sent, due, REF}
    assert run("confirm-sent", str(sent), "--because", "the count of SES fits")[0] == 0
    assert (now(connection, sent).state, held_back(connection)) == (State.ACCEPTED, {due, REF})
    assert act("release", "restored-later", 1)[0] == 0
    assert (asked(stack), held_back(connection)) == ({str(REF)}, {due})


def test_what_was_sent_before_a_restore_is_confirmed_together(connection: Connection) -> None:
    refs = opened(connection, 3, review_reason="restored-due")
    assert act("confirm-sent", "restored-due", 2)[0] == 1
    assert act("confirm-sent", "restored-due", 3)[0] == 0
    assert {now(connection, ref).state for ref in refs} == {State.ACCEPTED}
    assert held_back(connection) == set()


@pytest.mark.parametrize("by_reference", [True, False])
def test_discard_rescinds_one_job_or_one_notice(connection: Connection, by_reference: bool) -> None:
    (chosen,) = opened(connection, 1)
    others = opened(connection, 2, job=OTHER_JOB)
    assert act("discard", str(chosen) if by_reference else f"{BURST}/{JOB}", 1)[0] == 0
    assert (now(connection, chosen).state, held_back(connection)) == (State.RESCINDED, set(others))


@pytest.mark.parametrize("verb", ["release", "discard"])
def test_a_reason_that_leads_to_a_person_is_refused(connection: Connection, verb: str) -> None:
    refs = opened(connection, 1)
    arguments = [verb, BURST, "--count", "1", "--because", "asked sam@example.com"]
    assert run(*arguments)[0] == 1
    assert (held_back(connection), burst(connection).released) == (set(refs), False)


def test_what_is_held_for_review_is_not_resolved(connection: Connection) -> None:
    (ref,) = opened(connection, 1)
    status, said = run("resolve", str(ref), "--because", "x")
    assert (status, "It is held, and not sent yet" in said) == (1, True)
    assert held_back(connection) == {ref}


def test_who_was_told_wrongly_and_spoken_to_is_resolved(connection: Connection) -> None:
    (ref,) = opened(connection, 1, review_reason=CORRECT, state=State.ACCEPTED, claim=claim(), rescinded_at=NOW)
    assert "speak to the candidate, then resolve" in run("pending")[1]
    status, said = run("resolve", str(ref), "--because", "told by phone")
    assert (status, f"{ref} is off the list; it stays ACCEPTED" in said) == (0, True)
    assert (now(connection, ref).review_reason, held_back(connection)) == (None, set())


@pytest.mark.parametrize(
    ("verb", "said"), [("release", f"{BURST} holds 2 for review"), ("discard", f"{BURST}: 5 not sent yet")]
)
def test_a_dry_run_counts_and_changes_nothing(stack: NotifyStack, connection: Connection, verb: str, said: str) -> None:
    refs = opened(connection, 2) + opened(connection, 3, review_reason=None)
    before = connection.ledger.get_many(refs)
    status, output = run(verb, BURST, "--dry-run")
    assert (status, output) == (0, f"{said} on account 123 in eu-west-1; nothing was changed\n")
    assert (connection.ledger.get_many(refs), asked(stack)) == (before, set())
