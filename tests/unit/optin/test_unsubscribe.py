"""One click takes somebody out, and a look at the link does not."""

from dataclasses import replace
from html import escape

import pytest

from functions.domain.employers.employers import Employers
from functions.domain.pool.key_ring import KeyRing
from functions.domain.pool.membership import Withdrawal
from functions.domain.pool.unsubscribe import Unsubscribe, employer_mark
from functions.optin.api import respond
from functions.optin.unsubscribe import show_unsubscribe
from functions.runtime.http.request import Request
from functions.runtime.observability import metrics
from tests.fakes.optin import World, refused
from tests.fakes.pool import FakePool
from tests.optin_builders import (
    CANDIDATE,
    KEYS,
    Json,
    http_event,
    invitation_code,
    person_key,
    policy,
    unsubscribe_token,
)

GET, POST = "GET /api/unsubscribe/{token}", "POST /api/unsubscribe/{token}"


def answered(route: str, world: World, **parts: str) -> Json:
    token = parts.pop("token", world.token)
    response = respond(Request(http_event(route, token=token, **parts)), world.ports).as_response()
    metrics.clear_metrics()
    return response


def test_a_post_ends_the_opt_in_as_a_withdrawal_does() -> None:
    clicked, withdrawn = World(), World()
    for world in (clicked, withdrawn):
        world.join()
        world.clock.advance(hours=1)
    clicked.unsubscribe()
    withdrawn.withdraw()
    assert clicked.pool.get(CANDIDATE) == withdrawn.pool.get(CANDIDATE)
    with refused("no-opt-in"):
        clicked.opt_in()


def test_the_record_says_how_it_was_taken_back() -> None:
    world = World()
    world.join()
    world.clock.advance(hours=1)
    world.unsubscribe()
    assert [(one["kind"], one["method"]) for one in world.export()["consents"]] == [
        ("given", "web form"),
        ("withdrawn", "one-click unsubscribe"),
    ]


def test_again_is_the_same_answer_and_changes_nothing() -> None:
    world = World()
    world.join()
    world.clock.advance(hours=1)
    first = world.unsubscribe()
    tombstone = world.pool.get(CANDIDATE)
    world.clock.advance(days=1)
    assert world.unsubscribe() == first
    assert world.pool.get(CANDIDATE) == tombstone


def test_the_answer_says_of_nobody_whether_they_are_or_were_in_the_pool() -> None:
    joined, expired, left, never = World(), World(), World(), World()
    for world in (joined, expired, left):
        world.join()
        world.clock.advance(hours=1)
    expired.clock.advance(days=800)
    left.withdraw()
    for act in (World.look_at_the_link, World.unsubscribe):
        assert len({act(world) for world in (joined, expired, left, never)}) == 1
    assert never.pool.get(CANDIDATE) is None


def test_a_look_changes_nothing_and_shows_one_button_that_posts_to_where_it_came_from() -> None:
    world = World()
    world.join()
    before = world.pool.get(CANDIDATE)
    page = world.look_at_the_link()
    assert world.pool.get(CANDIDATE) == before
    assert page.count("<button") == page.count('<form method="post">') == 1
    assert "action=" not in page
    assert "<script" not in page
    assert world.token not in page


def test_a_click_long_after_the_codes_end_still_works() -> None:
    world = World()
    world.join()
    world.clock.advance(days=300)
    world.unsubscribe()
    assert isinstance(world.pool.get(CANDIDATE), Withdrawal)


def test_an_old_mail_takes_out_whoever_has_joined_again() -> None:
    world = World()
    world.join()
    world.clock.advance(hours=1)
    withdrawn_at = world.withdraw()
    world.clock.advance(hours=1)
    world.join(world.form(rejoin_after=withdrawn_at))
    world.clock.advance(hours=1)
    world.unsubscribe()
    assert isinstance(world.pool.get(CANDIDATE), Withdrawal)


def test_nobody_else_is_taken_out() -> None:
    world = World()
    world.join()
    before = world.pool.get(CANDIDATE)
    world.unsubscribe(token=unsubscribe_token(person_key("c-43@example.com")))
    assert world.pool.get(CANDIDATE) == before


@pytest.mark.parametrize(
    "token", ["x", "A" * 48, "A" * 60, invitation_code(), unsubscribe_token(keys=KeyRing("a forger's key"))]
)
def test_what_is_no_token_of_ours_does_nothing(token: str) -> None:
    world = World()
    world.join()
    before = world.pool.get(CANDIDATE)
    for act in (world.look_at_the_link, world.unsubscribe):
        with refused("link-invalid"):
            act(token=token)
    assert world.pool.get(CANDIDATE) == before


def test_a_link_whose_key_was_revoked_says_that_a_new_one_can_be_asked_for() -> None:
    token = unsubscribe_token(keys=KeyRing("a leaked secret"))
    world = World(ring=KeyRing("the new secret", revoked=["a leaked secret"]))
    for act in (world.look_at_the_link, world.unsubscribe):
        with refused("link-replaced"):
            act(token=token)


def test_a_token_opens_nothing() -> None:
    world = World()
    world.join()
    for route in ("GET /api/invitation", "GET /api/opt-in", "GET /api/opt-in/export", "DELETE /api/opt-in"):
        with refused("invitation-invalid"):
            world.call(route, code=world.token)


class BusyPool(FakePool):
    """Somebody else is always faster."""

    def withdraw(self, *_: object) -> bool:
        return False


def test_whoever_loses_every_race_is_asked_to_try_again_and_not_told_that_it_is_done() -> None:
    world = World(pool=BusyPool())
    world.join()
    with refused("busy"):
        world.unsubscribe()
    page = answered(POST, world, accept="text/html,application/xhtml+xml")
    assert (page["statusCode"], page["headers"]["Retry-After"]) == (503, "5")
    assert page["headers"]["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    ("route", "accept", "media_type"),
    [
        (GET, "", "text/html; charset=utf-8"),
        (GET, "*/*", "text/html; charset=utf-8"),
        (POST, "text/html,*/*", "text/html; charset=utf-8"),
        (POST, "*/*", "application/problem+json"),
        (POST, "", "application/problem+json"),
    ],
)
def test_a_person_reads_a_page_and_a_program_problem_details(route: str, accept: str, media_type: str) -> None:
    answer = answered(route, World(), token="wrong", accept=accept)
    assert (answer["statusCode"], answer["headers"]["Content-Type"]) == (404, media_type)


@pytest.mark.parametrize("route", [GET, POST])
def test_an_answer_sets_no_cookie_leads_nowhere_and_lets_no_other_site_in(route: str) -> None:
    answer = answered(route, World())
    assert (answer["statusCode"], answer["headers"]["Cache-Control"]) == (200, "no-store")
    assert answer["headers"]["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in answer["headers"]["Content-Security-Policy"]
    names = {name.lower() for name in answer["headers"]}
    assert not {name for name in names if name.startswith("access-control")} | names & {"set-cookie", "location"}
    assert "cookies" not in answer
    assert KEYS.kid.hex() not in answer["body"]


def test_both_pages_say_whose_pool_it_is_and_how_to_reach_them() -> None:
    world = World()
    for shown in (world.look_at_the_link(), world.unsubscribe()):
        assert '<a class="brand" href="/">' in shown
        assert shown.count(escape(world.policy.brand.name)) >= 2
        assert escape(world.policy.brand.postal_address) in shown
        assert f"mailto:{world.policy.brand.contact_email.reveal()}" in shown


def test_of_several_employers_the_page_names_the_one_of_the_token_and_no_other() -> None:
    brand = policy().brand
    harbour = replace(policy(), brand=replace(brand, name="Harbour Foods"))
    employers = Employers({"harbour": ["/ats/harbour"]}, lambda name: harbour if name else policy())
    tokens = {mark: KEYS.sign(Unsubscribe(CANDIDATE, mark, "en")) for mark in (employer_mark("harbour"), "")}
    pages = {mark: _opened(token, employers) for mark, token in tokens.items()}
    assert 'href="/of/harbour/"' in pages[employer_mark("harbour")]
    assert brand.name not in pages[employer_mark("harbour")]
    # An older link names nobody, so neither does its page.
    assert "Harbour Foods" not in pages[""]
    assert "<header" not in pages[""]


def _opened(token: str, employers: Employers) -> str:
    ports = replace(World().ports, employers=employers)
    body = show_unsubscribe(Request(http_event("GET /api/unsubscribe/{token}", token=token)), ports).body
    assert isinstance(body, str)
    return body
