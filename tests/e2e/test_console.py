"""The console on the deployed stack: a recruiter finds people, one of them leaves, an auditor reads who looked."""

import csv
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from ops.deploy.employers import employers
from tests.e2e.accessibility import assert_accessible
from tests.e2e.chromium import new_context
from tests.e2e.console_login import Person, fill_in, invited
from tests.e2e.console_page import ConsoleActs
from tests.e2e.decisions import SOURCE, rejected
from tests.e2e.deployed import Deployed, until
from tests.e2e.holding import held, is_scheduled
from tests.optin_builders import answers, opt_in_body

# A town of Canada of which no other test speaks, and an opening that nobody else has.
_TOWN, _OPENING = "Moose Jaw", "R-2207 Night warehouse"
_PEOPLE = 27
_BURST, _FIRST_FEW = 40, 5


@pytest.fixture(scope="module")
def people(deployed: Deployed) -> dict[str, str]:
    """Each address with the code of its page: all of them joined, near one town, the last one first in every list."""
    addresses = [f"jaw-{number}@example.com" for number in range(_PEOPLE)]
    deployed.publish(*(rejected(address.partition("@")[0], address) for address in addresses))
    codes = {address: deployed.link_in(deployed.mail_to(address)).partition("#")[2] for address in addresses}
    profile = answers(role_families=["warehouse"], area=_TOWN, distance_km=25, earliest_start=None)
    body = opt_in_body(employers().default.policy, profile=profile)
    for code in codes.values():
        joined = deployed.call("PUT", "/api/opt-in", body=json.dumps(body).encode(), **_with(code))
        assert joined.status == 200, joined.body
    return codes


def _with(code: str) -> dict[str, str]:
    return {"authorization": f"Bearer {code}", "content_type": "application/json"}


@contextmanager
def console_of(deployed: Deployed, browser: Browser, person: Person, *, state: str) -> Iterator[ConsoleActs]:
    """Log in through the managed login. Of what the page asks for, all is the site's own or the login's."""
    context = new_context(
        browser, viewport={"width": 1280, "height": 800}, accept_downloads=True, reduced_motion="reduce"
    )
    page, strangers, complaints = context.new_page(), list[str](), list[str]()
    known = (deployed.outputs["SiteUrl"], deployed.outputs["EndpointUrl"], "blob:")
    page.on("request", lambda request: None if request.url.startswith(known) else strangers.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(deployed.outputs["ConsoleUrl"])
    page.locator("#log-in").click()
    fill_in(page, person)
    console = ConsoleActs(page)
    console.shows(state)
    yield console
    context.close()
    assert (strangers, complaints) == ([], [])


def test_a_recruiter_finds_people_and_who_leaves_is_gone_from_the_next_page(
    deployed: Deployed, browser: Browser, people: dict[str, str], tmp_path: Path
) -> None:
    recruiter = invited(deployed, "rico@acme.example", "recruiter")
    with console_of(deployed, browser, recruiter, state="search") as console:
        console.tick("role_families", "warehouse")
        console.page.uncheck("[name=undeclared][value=area]")
        console.page.fill("#area", _TOWN)
        assert f"{_PEOPLE} people" in console.counts()
        assert_accessible(console.page)

        # Newest first: whoever joined first is on the second page, and leaves before anybody reads it.
        assert console.names(_OPENING).count() == 25
        gone, stays, last = "jaw-0@example.com", "jaw-1@example.com", f"jaw-{_PEOPLE - 1}@example.com"
        assert last in console.card(0).inner_text()
        assert deployed.call("DELETE", "/api/opt-in", body=None, **_with(people[gone])).status == 200
        console.page.click("#next")
        console.rests()
        assert console.page.locator(".people > li").count() == 26
        assert stays in console.card(25).inner_text()
        assert_accessible(console.page)

        with console.page.expect_download() as saving:
            console.page.click("[data-format=csv]")
        rows = saved_rows(saving.value.path(), tmp_path)
        assert {address for row in rows for address in row if address.startswith("jaw-")} == people.keys() - {gone}
        assert _OPENING in {cell for row in rows for cell in row}

    # The person reads it themselves: the list, the card, and the file.
    mine = deployed.call("GET", "/api/opt-in/export", body=None, **_with(people[last])).json()
    assert [look["opening"] for look in mine["looks"]] == [_OPENING] * 3


def saved_rows(saved: Path, folder: Path) -> list[list[str]]:
    (folder / "people.csv").write_bytes(saved.read_bytes())
    with (folder / "people.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_an_auditor_reads_who_looked_at_whom_and_sees_no_people(
    deployed: Deployed, browser: Browser, people: dict[str, str]
) -> None:
    auditor = invited(deployed, "audrey@acme.example", "auditor")
    with console_of(deployed, browser, auditor, state="log") as console:
        expect(console.page.get_by_role("row").nth(1)).to_be_visible()
        lines = [" ".join(line.split()) for line in console.page.get_by_role("row").all_inner_texts()]
        assert_accessible(console.page)

    about = [line for line in lines if _OPENING in line]
    assert len(about) >= 4
    assert all("recruiter" in line for line in about)
    assert not [address for address in people if address in " ".join(lines)]


def test_the_desk_releases_what_the_brake_held_and_says_who_did(deployed: Deployed, browser: Browser) -> None:
    mark = burst(deployed)
    names = [f"desk-rush-{number}{mark}" for number in range(_BURST)]
    admin = invited(deployed, "ada@acme.example", "admin")
    with console_of(deployed, browser, admin, state="search") as console:
        console.goes_to("desk")
        held_now = _BURST - _FIRST_FEW
        box = console.page.locator("article", has_text=f"Desk Picker{mark}").first
        until(lambda: waits_for_all(console, mark, held_now), "the burst to wait for a person")
        assert_accessible(console.page)
        box.get_by_role("button", name="Release").click()
        console.page.fill("#how-many", str(held_now))
        console.page.fill("#because", "the branch has closed")
        console.page.click(".verb [type=submit]")
        console.has_focus("[data-slot=done]")

        until(lambda: {deployed.state_of(SOURCE, name) for name in names} == {"ACCEPTED"}, "all to be told")
        console.goes_to("log")
        first = console.page.get_by_role("row").nth(1).inner_text()
        assert "the branch has closed" in first
        assert "admin" in first


def waits_for_all(console: ConsoleActs, mark: str, count: int) -> bool:
    console.page.click("#again")
    console.rests()
    return f"{count}" in " ".join(console.page.locator("article", has_text=f"Desk Picker{mark}").all_inner_texts())


def burst(deployed: Deployed) -> str:
    """Publish more decisions about one job than the brake lets through. Return their mark."""

    def publish(mark: str, due: datetime) -> Sequence[str]:
        job = {"id": f"J-desk{mark}", "title": f"Desk Picker{mark}"}
        return [
            rejected(f"desk-rush-{n}{mark}", f"desk-rush-{n}{mark}@example.com", decided_at=due, job=job)
            for n in range(_BURST)
        ]

    mark = held(deployed, [f"desk-rush-{n}" for n in range(_BURST)], publish)
    names = [f"desk-rush-{n}{mark}" for n in range(_BURST)]
    until(lambda: not is_scheduled(deployed, *names), "the schedules to be over")
    return mark
