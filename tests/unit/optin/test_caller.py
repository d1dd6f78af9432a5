"""Who may call: a code that we made, until it ends, and longer for whoever joined."""

from datetime import timedelta

import pytest

from functions.domain.pool.key_ring import KeyRing
from functions.runtime.http.request import Request
from tests.fakes.optin import StubLedger, World, refused
from tests.optin_builders import CANDIDATE, CODE_END, NOTICE, answers, invitation_code, notice, person_key

GETS = ["GET /api/invitation", "GET /api/opt-in", "GET /api/opt-in/export"]
CALLS = [*GETS, "DELETE /api/opt-in"]


def test_a_good_code_names_the_candidate_and_the_notice() -> None:
    session = World().authenticate(invitation_code())
    assert (session.candidate, session.invitation.notice, session.invitation.expires_at) == (
        CANDIDATE,
        NOTICE,
        CODE_END,
    )


@pytest.mark.parametrize("code", [None, ""])
def test_without_a_code_nothing_opens(code: str | None) -> None:
    with refused("invitation-missing"):
        World().authenticate(code)


@pytest.mark.parametrize("position", range(84))
def test_a_code_with_any_other_character_is_not_ours(position: int) -> None:
    code = invitation_code()
    other = "A" if code[position] != "A" else "B"
    with refused("invitation-invalid"):
        World().authenticate(code[:position] + other + code[position + 1 :])


@pytest.mark.parametrize(
    "code",
    [
        invitation_code()[:-1],
        invitation_code() + "A",
        invitation_code().swapcase(),
        invitation_code() + "=",
        invitation_code() + "\n",
        invitation_code(keys=KeyRing("another secret")),
        "é" * 80,
        "A" * 80,
        "A" * 84,
        "x",
    ],
    ids=[
        "cut",
        "longer",
        "swapped case",
        "padded",
        "line end",
        "forged",
        "not ASCII",
        "all the same",
        "all the same and longer",
        "short",
    ],
)
def test_whatever_else_comes_as_a_code_is_not_ours(code: str) -> None:
    with refused("invitation-invalid"):
        World().authenticate(code)


def test_a_code_signed_with_an_older_key_still_opens() -> None:
    old = invitation_code(keys=KeyRing("the old secret"))
    world = World(ring=KeyRing("the new secret", "a newer secret", "the old secret"), code=old)
    assert world.invitation()["opt_in"]["state"] == "none"


def test_a_code_whose_key_was_revoked_says_that_a_new_link_can_be_asked_for() -> None:
    old = invitation_code(keys=KeyRing("a leaked secret"))
    world = World(ring=KeyRing("the new secret", revoked=["a leaked secret"]), code=old)
    for call in CALLS:
        with refused("link-replaced"):
            world.call(call)


def test_a_code_opens_until_the_moment_it_ends() -> None:
    world = World()
    world.clock.now = CODE_END - timedelta(microseconds=1)
    assert world.invitation()["opt_in"]["state"] == "none"
    world.clock.now = CODE_END
    for call in CALLS:
        with refused("invitation-expired"):
            world.call(call)


def test_a_code_past_its_end_joins_nobody() -> None:
    world = World()
    world.clock.now = CODE_END
    with refused("invitation-expired"):
        world.join()
    assert world.pool.get(CANDIDATE) is None


def test_a_code_past_its_end_still_opens_an_opt_in_that_stands() -> None:
    world = World()
    world.join()
    world.clock.now = CODE_END + timedelta(days=60)
    assert world.invitation()["opt_in"]["state"] == "active"
    assert world.join(world.form(months=6, profile=answers(earliest_start=None)))["expires_at"] > "2027-08-21"
    assert world.opt_in()["months"] == 6
    assert world.export()["state"] == "active"
    world.clock.advance(hours=1)
    world.withdraw()


def test_a_code_past_its_end_does_not_bring_a_withdrawn_person_back() -> None:
    world = World()
    world.join()
    world.clock.now = CODE_END
    withdrawn_at = world.withdraw()
    with refused("invitation-expired"):
        world.join(world.form(rejoin_after=withdrawn_at))


def test_a_code_past_its_end_opens_nothing_once_the_opt_in_is_over() -> None:
    world = World()
    world.join(world.form(months=6))
    world.clock.advance(days=365)
    for call in CALLS:
        if call != "GET /api/invitation":
            with refused("invitation-expired"):
                world.call(call)


def test_a_code_past_its_end_still_says_that_the_opt_in_has_run_out_and_offers_no_joining() -> None:
    world = World()
    world.join(world.form(months=6))
    world.clock.advance(days=365)
    shown = world.invitation()
    assert (shown["opt_in"]["state"], shown["can_join"]) == ("expired", False)


def test_a_code_past_its_end_still_says_that_the_person_has_left() -> None:
    world = World()
    world.join()
    world.clock.advance(minutes=1)
    world.withdraw()
    world.clock.now = CODE_END
    shown = world.invitation()
    assert (shown["opt_in"]["state"], shown["can_join"]) == ("withdrawn", False)


def test_a_code_opens_only_its_own_candidates_opt_in() -> None:
    world = World()
    world.join()
    stranger = invitation_code(candidate=person_key("c-43@example.com"))
    with refused("no-opt-in"):
        world.opt_in(code=stranger)
    assert world.invitation(code=stranger)["opt_in"]["state"] == "none"


@pytest.mark.parametrize("ledger", [StubLedger(), StubLedger(notice(decision=None))], ids=["no notice", "no decision"])
def test_a_code_whose_notice_is_no_longer_on_record_joins_nobody(ledger: StubLedger) -> None:
    world = World(ledger=ledger)
    with refused("invitation-invalid"):
        world.invitation()
    with refused("invitation-invalid"):
        world.join()


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("Bearer abc", "abc"),
        ("bearer abc", "abc"),
        ("BEARER   abc ", "abc"),
        ("Bearer", None),
        ("Bearer  ", None),
        ("Basic abc", None),
        ("abc", None),
        ("", None),
    ],
)
def test_the_code_is_what_follows_the_word_bearer(header: str, code: str | None) -> None:
    assert Request({"headers": {"authorization": header}}).bearer_token == code


@pytest.mark.parametrize("event", [{}, {"headers": None}, {"headers": {}}])
def test_a_call_without_headers_brings_no_code(event: dict[str, object]) -> None:
    assert Request(event).bearer_token is None
