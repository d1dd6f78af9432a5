"""The console in a real browser, with its API's answers as the contract has them: what people see, what is kept."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.e2e import console_people
from tests.e2e.console_page import OPENING, ConsolePage, console_page
from tests.e2e.console_stand_in import ConsoleServer, served_console

type Json = dict[str, Any]

_EMPTY = ("{}", "{}", "")
_ROLES = {
    "recruiter": ["#search"],
    "auditor": ["#log"],
    "admin": ["#search", "#desk", "#log"],
}


@pytest.fixture
def server() -> Iterator[ConsoleServer]:
    with served_console() as running:
        yield running


@pytest.fixture
def console(browser: Browser, server: ConsoleServer) -> Iterator[ConsolePage]:
    with console_page(browser, server) as page:
        yield page


def test_a_login_leaves_no_code_in_the_address_and_no_token_anywhere(console: ConsolePage) -> None:
    console.log_in()

    assert console.page.url == f"{console.server.url}/console/"
    assert console.stored() == _EMPTY
    assert "access." not in console.page.content()
    assert console.desk.paths() == ["GET me?language=en"]


def test_between_leaving_for_the_login_and_coming_back_only_state_and_verifier_wait(console: ConsolePage) -> None:
    console.open()
    console.page.click("#log-in")
    console.page.wait_for_selector("#in")

    tab = console.stored_on_the_way()

    assert tab.keys() == {"kindregards.login"}
    assert json.loads(tab["kindregards.login"]).keys() == {"state", "verifier"}


@pytest.mark.parametrize(
    ("query", "state", "says"),
    [
        ("?error=access_denied&state=x", "login-stale", "another tab"),
        ("?code=stolen&state=forged", "login-stale", "another tab"),
    ],
)
def test_an_answer_that_this_tab_did_not_ask_for_is_not_used(
    console: ConsolePage, query: str, state: str, says: str
) -> None:
    console.page.goto(f"{console.server.url}/console/{query}")

    console.shows(state)
    assert says in console.text()
    assert console.page.url == f"{console.server.url}/console/"
    assert console.desk.calls == []


@pytest.mark.parametrize(("error", "state"), [("access_denied", "login-refused"), ("server_error", "login-failed")])
def test_a_login_that_is_refused_says_what_to_ask_for_and_can_be_tried_again(
    console: ConsolePage, error: str, state: str
) -> None:
    codes = console.server.login.codes
    codes.error = error
    console.open()
    console.page.click("#log-in")
    console.shows(state)
    assert "administrator" in console.text()
    assert console.stored() == _EMPTY

    codes.error = None
    console.page.click("#log-in")
    console.page.click("#in")
    console.shows("search")


@pytest.mark.parametrize("status", [403, 404])
def test_who_has_no_role_reads_which_groups_there_are_and_can_leave(console: ConsolePage, status: int) -> None:
    # CloudFront gives a page of its own in the place of a 403.
    console.desk.refusals["me"] = (status, None if status == 404 else {"detail": "Your groups name no employer."})
    console.log_in("no-role")

    assert all(group in console.text() for group in ("recruiter", "auditor", "admin"))
    assert ("Your groups name no employer." in console.text()) == (status == 403)
    console.page.click("#leave")
    console.shows("login")
    assert console.server.login.codes.logged_out == 1


def test_a_token_that_is_refused_at_once_leads_to_no_loop_and_a_wrong_clock_is_named(console: ConsolePage) -> None:
    console.desk.refusals["me"] = (401, None)
    console.log_in("token-refused")
    assert "issuer" in console.text()
    assert console.server.login.codes.logins == 1

    console.page.clock.set_system_time("2026-01-01")
    console.page.click("#log-in")
    console.shows("clock")


def test_logging_out_takes_names_and_filters_off_the_page_and_ends_the_session_at_the_login(
    console: ConsolePage,
) -> None:
    console.log_in().counts()
    console.names()
    console.page.click("#log-out")

    console.shows("login")
    assert "Rivera" not in console.page.content()
    assert console.stored() == _EMPTY
    assert console.server.login.codes.logged_out == 1


def test_when_a_login_has_ended_the_next_act_repeats_it_and_filters_and_opening_are_kept(console: ConsolePage) -> None:
    console.page.clock.install()
    console.log_in().tick("shifts", "night")
    console.page.fill("#area", "Guelph")
    console.counts()
    console.names()
    console.page.clock.fast_forward(14 * 60 * 1000 + 45_000)
    expect(console.page.locator(".ended")).to_be_visible()
    # The session at the login has ended too, so that it waits for a press.
    console.server.login.codes.logins = 0

    console.page.click("#count")
    console.page.wait_for_selector("#in")

    tab = console.stored_on_the_way()
    assert tab.keys() == {"kindregards.login", "kindregards.kept"}
    assert "Rivera" not in str(tab)
    assert json.loads(tab["kindregards.kept"]).keys() == {"section", "employer", "opening", "criteria"}
    console.page.click("#in")
    expect(console.page.locator("[data-slot=kept]")).to_be_visible()
    console.shows("search")
    assert console.page.is_checked("[name=shifts][value=night]")
    assert console.page.input_value("#area") == "Guelph, Ontario, Canada"
    assert console.stored() == _EMPTY
    assert console.counts() == "3 people match"
    assert console.page.input_value("#opening") == OPENING
    assert console.desk.last("searches")["criteria"]["place"] == "9"


def test_a_401_after_a_while_repeats_the_login_too(console: ConsolePage) -> None:
    console.page.clock.install()
    console.log_in().tick("hours", "part_time")
    console.page.clock.fast_forward(5 * 60 * 1000)
    console.server.login.codes.tokens.clear()

    console.page.click("#count")

    expect(console.page.locator("[data-slot=kept]")).to_be_visible()
    assert console.page.is_checked("[name=hours][value=part_time]")


def test_the_filters_are_sent_as_they_are_set_and_shown_in_words_above_the_results(console: ConsolePage) -> None:
    console.log_in().tick("role_families", "warehouse", "driving")
    console.tick("shifts", "day")
    console.tick("licences", "forklift")
    console.page.uncheck("[name=undeclared][value=shifts]")
    console.page.fill("#starts_on", "2027-01-11")
    console.page.select_option("#agency", "northstaff")

    assert console.counts() == "3 people match"

    assert console.desk.last("searches") == {
        "opening": None,
        "exact": False,
        "criteria": {
            "role_families": ["warehouse", "driving"],
            "shifts": ["day"],
            "hours": [],
            "licences": ["forklift"],
            "place": None,
            "starts_on": "2027-01-11",
            "language": None,
            "channel": None,
            "agency": "northstaff",
            "undeclared": ["hours", "area", "earliest_start"],
        },
    }
    assert console.page.locator("[data-slot=filters] li").all_inner_texts() == [
        "Kind of work, any of: Warehouse, picking and packing; Forklift and driving",
        "Shifts, any of: Day (and said so)",
        "Licences, all of: Forklift certificate (and said so)",
        "Can start by January 11, 2027 (or did not say)",
        "Shared with: NorthStaff Inc.",
    ]
    console.has_focus("#results h2")
    # With one way of contact, there is nothing to choose.
    expect(console.page.locator("#channel")).to_be_hidden()


def test_a_place_that_may_be_several_is_asked_for_and_an_unknown_one_stops_the_count(console: ConsolePage) -> None:
    console.log_in().page.fill("#area", "Nowhere")
    console.page.click("#count")
    console.rests()
    console.has_focus("#area")
    assert "Choose which place you mean" in console.text("#filters")

    console.page.fill("#area", "Cambridge")
    console.page.press("#area", "Tab")
    console.page.check("[name=which_place][value='1']")
    console.counts()

    assert console.desk.last("searches")["criteria"]["place"] == "1"
    assert "they named: Cambridge, Ontario, Canada (or did not say)" in console.text("[data-slot=filters]")
    assert not any("searches" in call for call in console.desk.paths()[:-1])


def test_a_count_of_nobody_says_so_and_gives_no_names_with_the_reason(console: ConsolePage) -> None:
    console.desk.people = 0

    assert console.log_in().counts() == "Nobody matches"

    button = console.page.locator("#names button")
    expect(button).to_be_disabled()
    expect(button).to_have_accessible_description("There are no names to show: this count is 0.")
    assert "None: everyone in the talent pool" in console.text("#results")


def test_a_large_count_is_capped_and_exact_on_request_and_says_when_and_how_many_have_no_area(
    console: ConsolePage,
) -> None:
    console.desk.people, console.desk.unplaced = 10_000, 27

    assert console.log_in().counts() == "More than 500 people match"
    assert "27 of them have no area that we know" in console.text("#results")
    assert "Counted on Nov 28, 2026, " in console.text("#results")
    console.page.click("#count-exactly")
    console.rests()

    assert console.page.inner_text("#results h2") == "10,000 people match"
    assert console.desk.last("searches")["exact"] is True
    console.names()
    assert console.page.inner_text("#results h2") == "10,000 people match"


def test_names_need_an_opening_and_come_25_at_a_time_each_page_with_its_moment(console: ConsolePage) -> None:
    console.desk.people = 60
    console.log_in().counts()
    console.page.click("#names button")
    assert "Say which opening this is for." in console.text("#names")
    console.has_focus("#opening")
    assert console.page.locator(".people").count() == 0

    people = console.names()

    assert console.desk.last("searches")["opening"] == OPENING
    assert people.count() == 25
    console.has_focus(".batch h3")
    assert console.page.inner_text(".batch h3").startswith("1 to 25, as of ")
    for shown in (50, 60):
        console.page.click("#next")
        console.rests()
        assert people.count() == shown
    assert console.page.locator(".batch h3").last.inner_text().startswith("51 to 60, as of ")
    expect(console.page.locator("#next")).to_be_hidden()
    assert len(set(console.page.locator(".people h4").all_inner_texts())) == 60


def test_what_a_person_left_open_reads_not_said(console: ConsolePage) -> None:
    console.log_in().page.fill("#area", "Guelph")
    console.counts()
    people = console.names()

    declared, silent = (people.nth(number).inner_text() for number in (0, 2))
    assert "Guelph, Ontario, Canada; up to 25 km; 17 km from your place" in declared
    assert "January 4, 2027" in declared
    assert silent.count("not said") == 5
    assert "not said" not in declared


def test_a_card_shows_the_address_the_consent_in_the_words_agreed_to_and_where_they_came_from(
    console: ConsolePage,
) -> None:
    console.log_in().counts()
    console.names()
    assert "mailbox.example" not in console.page.content()

    card = console.card(0)

    expect(card.get_by_role("link")).to_have_attribute("href", "mailto:person.0@mailbox.example")
    text = " ".join(card.inner_text().split())
    for part in (
        "Since Nov 28, 2026",
        "Until Nov 28, 2027",
        "Shared with NorthStaff Inc.",
        "Version 3, in English",
        "Acme Logistics may keep these answers, my name and my email address",
        "System /ats/example/acme",
        "web form",
    ):
        assert part in text
    console.has_focus(".card h5")
    console.page.locator(".people h4 button").first.click()
    expect(card).to_have_count(0)
    assert [path for path in console.desk.paths() if "/people/" in path] == [
        f"GET searches/s-2/people/{0:032x}?language=en"
    ]


def test_what_a_candidate_writes_is_text_and_their_address_writes_to_nobody_else(
    console: ConsolePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile, card = "<img src=x onerror=alert(1)>{names}$&\u202e", console_people.card
    address = "sam?bcc=spy@mailbox.example"

    def hostile_card(number: int) -> Json:
        return {**card(number), "email": address, "source": hostile}

    row = console_people.row
    monkeypatch.setattr(console_people, "card", hostile_card)
    monkeypatch.setattr(
        console_people,
        "row",
        lambda *about, **more: (
            {**(person := row(*about, **more)), "given_name": hostile}
            | {"answers": person["answers"] | {"area": hostile}, "place": None}
        ),
    )
    console.log_in().counts()
    people = console.names(opening=hostile)
    shown = console.card(0)

    expect(shown.get_by_role("link")).to_have_attribute("href", "mailto:sam%3Fbcc%3Dspy@mailbox.example")
    assert shown.get_by_role("link").inner_text() == address
    assert people.nth(0).inner_text().count("<img src=x onerror=alert(1)>{names}$&") == 3
    assert console.page.locator("#main img").count() == 0


def test_somebody_who_has_left_meanwhile_has_no_card_and_the_rest_stays(console: ConsolePage) -> None:
    console.log_in().counts()
    console.names()
    console.desk.refusals["/people/"] = (404, {"type": "urn:kindregards:problem:person-not-found", "detail": "Left."})

    expect(console.card(1)).to_have_count(0)
    assert "Left." in console.page.locator(".people > li").nth(1).inner_text()
    assert console.page.locator(".people > li").count() == 3


def test_a_changed_filter_makes_old_results_stale_until_they_are_counted_again(console: ConsolePage) -> None:
    console.log_in().counts()
    console.names()

    console.tick("hours", "full_time")

    expect(console.page.locator("#count-again")).to_be_visible()
    expect(console.page.locator(".people")).to_be_hidden()
    expect(console.page.locator("#names")).to_be_hidden()
    expect(console.page.locator("#said")).to_have_text("You have changed the filters. Count again.")
    console.page.click("#count-again")
    console.rests()
    expect(console.page.locator("#count-again")).to_be_hidden()
    assert console.page.locator(".people").count() == 0
    assert console.page.input_value("#opening") == OPENING


@pytest.mark.parametrize("button", ["#count", "#names button"])
def test_an_answer_that_was_asked_for_before_a_filter_changed_is_stale_when_it_comes(
    console: ConsolePage, button: str
) -> None:
    console.log_in().counts()
    console.page.fill("#opening", OPENING)
    searches, under_way = re.compile(r"/api/console/searches\?"), list[Route]()

    def hold(route: Route) -> None:
        under_way.append(route)

    console.page.route(searches, hold)
    with console.page.expect_request(searches):
        console.page.click(button)
    console.tick("hours", "full_time")

    under_way[0].continue_()
    console.rests()

    expect(console.page.locator("#count-again")).to_be_visible()
    expect(console.page.locator("#people")).to_be_hidden()


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_file_has_everybody_of_all_parts_once_and_one_beginning_and_one_end(
    console: ConsolePage, tmp_path: Path, form: str
) -> None:
    console.desk.people = 5
    console.log_in().counts()
    console.names()
    assert "The access log and the file itself say who saved it" in console.text("#people")

    with console.page.expect_download() as saving:
        console.page.click(f"[data-format={form}]")

    saved = tmp_path / "saved"
    saving.value.save_as(saved)
    assert saving.value.suggested_filename.startswith("R-1042-Forklift-driver-20")
    lines = saved.read_bytes().decode().splitlines()
    if form == "csv":
        assert lines[0].startswith('\ufeff"opening"')
        assert [line.split(",")[1] for line in lines[2:-1]] == [f'"{name}"' for name in _FAMILIES]
        assert lines[-1] == '"end","5","complete"'
    else:
        read = [json.loads(line) for line in lines]
        assert [line["kind"] for line in read] == ["export", *["person"] * 5, "end"]
        assert read[-1] == {"kind": "end", "count": 5, "is_complete": True}
    assert sum("/export?" in path for path in console.desk.paths()) == 3


def test_a_file_whose_second_part_is_lost_is_not_saved(console: ConsolePage) -> None:
    console.desk.people = 5
    console.log_in().counts()
    console.names()
    console.page.route("**/export?*after=2*", lambda route: route.abort())

    console.page.click("[data-format=csv]")
    console.rests()

    assert "The connection is slow or lost" in console.text("#people")


def test_the_desk_releases_with_the_reason_and_the_number_typed_and_shows_a_refusal(console: ConsolePage) -> None:
    console.log_in().goes_to("desk")
    assert "10 notices: Forklift driver; /ats/example/acme" in console.text()
    assert "40 notices to discard" in console.text()
    console.page.get_by_role("button", name="Release: burst-").click()
    console.page.click(".verb [type=submit]")
    console.has_focus("#how-many")
    assert "Type the number, in digits." in console.text(".verb")
    assert "Fill this in." in console.text(".verb")

    console.page.fill("#how-many", "11")
    console.page.fill("#because", "checked with the branch")
    console.page.click(".verb [type=submit]")
    console.rests()
    expect(console.page.get_by_role("alert")).to_have_text("12 are held for review, not 11.")
    console.page.fill("#how-many", "12")
    console.page.click(".verb [type=submit]")
    console.rests()

    assert console.desk.last("notices/held/release") == {
        "because": "checked with the branch",
        "what": "burst-1f00d5a7c2-2026-11-28T12",
        "count": 12,
    }
    console.has_focus("[data-slot=done]")
    assert "Release, burst-1f00d5a7c2-2026-11-28T12. Released 12; each goes out once it is due." in console.text()
    assert "Nothing is held for review." in console.text()


@pytest.mark.parametrize("lost", [True, False])
def test_a_decision_without_an_answer_is_in_doubt(console: ConsolePage, lost: bool) -> None:
    console.log_in().goes_to("desk")
    console.page.get_by_role("button", name="Release: burst-").click()
    console.page.fill("#how-many", "12")
    console.page.fill("#because", "checked with the branch")
    if lost:
        console.page.route("**/notices/held/release*", _lose)
    else:
        console.desk.refusals["held/release"] = (503, None)
    console.page.click(".verb [type=submit]")
    console.rests()

    expect(console.page.get_by_role("alert")).to_contain_text("it may have been done")


def test_sending_takes_the_application_s_id_typed(console: ConsolePage) -> None:
    console.log_in().goes_to("desk")
    console.page.get_by_role("button", name="Send: APP-A-1042").click()
    console.page.fill("#because", "SES confirmed that it was not accepted")
    console.page.fill("#application-id", "APP-A-1042")
    console.page.click(".verb [type=submit]")
    console.rests()

    assert console.desk.last("/send") == {
        "because": "SES confirmed that it was not accepted",
        "application_id": "APP-A-1042",
    }


def test_one_application_s_history_shows_each_cycle_and_the_words_or_why_there_are_none(console: ConsolePage) -> None:
    console.log_in().goes_to("desk")
    console.page.locator("[data-act=history]").first.click()
    console.rests()

    console.has_focus(".history h2")
    assert "Application APP-A-1042" in console.text()
    assert "Your application Hello Sam," in console.text(".letter")
    assert "s…@mailbox.example" in console.text()
    assert "They can’t be shown: the person was erased." in console.text()
    assert console.page.locator(".history ol li").count() == 4
    console.page.click("#close")
    console.has_focus("h1")
    console.page.fill("#reference", f"{'b' * 32}-1")
    console.page.press("#reference", "Enter")
    console.rests()
    console.has_focus(".history h2")


def test_the_access_log_is_a_table_by_month_newest_first_with_older_pages(console: ConsolePage) -> None:
    console.log_in().goes_to("log")
    rows = console.page.get_by_role("row")

    assert rows.count() == 51
    assert " ".join(rows.nth(2).inner_text().split()).endswith(
        "6f1d2c9e-recruiter; recruiter Names R-1042 Forklift driver "
        "Kind of work, any of: Warehouse, picking and packing; Licences, all of: Forklift certificate (and said so); "
        "Within the distance that they named: Cambridge, Ontario, Canada (or did not say) 3"
    )
    console.page.click("#older")
    console.rests()
    console.has_focus("h2")
    expect(console.page.locator("#older")).to_be_hidden()
    console.page.select_option("#month", "2025-12")
    expect(console.page.locator("[data-slot=nothing]")).to_be_visible()
    assert [path for path in console.desk.paths() if path.startswith("GET log")][
        -1
    ] == "GET log?month=2025-12&language=en"


@pytest.mark.parametrize("role", _ROLES)
def test_everybody_sees_only_what_they_may_do(console: ConsolePage, role: str) -> None:
    console.desk.roles = [role]
    console.log_in(_ROLES[role][0].removeprefix("#"))

    links = console.page.locator("#bar a").all()
    assert [link.get_attribute("href") for link in links] == _ROLES[role]
    console.page.goto(f"{console.server.url}/console/#desk")
    assert not any("notices" in path for path in console.desk.paths()) or role == "admin"


def test_who_has_several_employers_switches_and_every_call_names_one(console: ConsolePage) -> None:
    console.desk.employers = [{"id": "first", "name": "Acme Logistics"}, {"id": "harbour", "name": "Harbour Foods"}]
    console.log_in().counts()
    console.names()
    assert "employer=first" in console.desk.paths()[-1]

    console.page.select_option("#bar select", "harbour")
    console.shows("search")
    expect(console.page.locator(".people")).to_have_count(0)
    console.counts()

    assert [path.partition("?")[2] for path in console.desk.paths()[-2:]] == ["language=en&employer=harbour"] * 2


def test_miles_are_said_where_roads_are_signed_in_miles(console: ConsolePage) -> None:
    console.desk.unit = "mi"
    console.log_in().counts()

    assert "up to 16 mi" in console.names().first.inner_text()


def test_a_lost_connection_says_that_nothing_was_changed_and_keeps_the_filters(console: ConsolePage) -> None:
    console.log_in().tick("shifts", "night")
    console.page.route("**/api/**", _lose)
    console.page.click("#count")
    console.rests()

    expect(console.page.get_by_role("alert")).to_contain_text("The connection is slow or lost.")
    console.page.unroute("**/api/**")
    assert console.counts() == "3 people match"
    expect(console.page.get_by_role("alert")).to_have_count(0)


def _lose(route: Route) -> None:
    route.abort()


_FAMILIES = ["Rivera 0", "Quill 1", "Ní Bhriain 2", "von Schwarzenberg-Hohenlohe 3", "Rivera 4"]
