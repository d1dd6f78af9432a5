"""Tours through every state of the site's pages in one language, with the real API behind them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from playwright.sync_api import Route, expect

from functions.domain.pool.changes import MAX_PER_DAY
from tests.e2e.page_look import PageLook
from tests.e2e.pool_people import Call, Person
from tests.e2e.served_site import Server
from tests.optin_builders import Json

_API = "**/api/**"
_PAUSE, _RESUME = "PUT /api/opt-in/pause", "DELETE /api/opt-in/pause"


class Tour(PageLook):
    """One language's pages, and whoever comes to them."""

    def __init__(self, page: Any, server: Server, language: str) -> None:
        super().__init__(page)
        self.server, self.language, self.people = server, language, server.people

    @property
    def home(self) -> str:
        return f"{self.server.url}/{self.language}"

    def sees(self, state: str, name: str = "") -> None:
        self.shows(state)
        self.look(f"{state} {name}".strip(), self.language)

    def open(self, code: str, state: str, name: str = "") -> None:
        self.page.goto(f"{self.home}/stay/#{code}")
        self.sees(state, name)

    def visit(self, path: str, name: str, language: str | None = None) -> None:
        self.page.goto(f"{self.server.url}{path}")
        self.look(name, language or self.language)

    def press(self, button: str, state: str, name: str = "", *, quietly: bool = False) -> None:
        self.page.click(f"#{button}")
        (self.shows(state) if quietly else self.sees(state, name))

    def send(self, field: str, value: str, state: str, name: str = "") -> None:
        """Fill in the one field of a small form, and send it."""
        self.page.fill(field, value)
        self.page.click("#main form [type=submit]")
        self.sees(state, name)

    def refused(self, field: str, value: str, error: str, state: str) -> None:
        self.page.fill(field, value)
        self.page.locator(f"form:has([type=submit]):has({field})").last.locator("[type=submit]").click()
        expect(self.page.locator(error)).not_to_be_empty()
        self.look(f"{state} refused", self.language)

    def fill_form(self) -> None:
        for box in ("role_families][value=warehouse", "purposes][value=openings"):
            self.page.check(f"[name={box}]")

    def answering(self, answer: Callable[[Route], None], *, act: Callable[[], None]) -> None:
        """Do it while something between the page and the API answers like this."""
        self.page.route(_API, answer)
        act()
        self.page.unroute(_API)


def tour_of_joining(tour: Tour) -> None:
    person, held = tour.people.person(), list[Route]()

    def open_slowly() -> None:
        tour.page.goto(f"{tour.home}/stay/#{person.code}")
        tour.look("loading", tour.language)
        held[0].continue_()
        tour.sees("form")

    # A builtin can't be a handler.
    tour.answering(lambda route: held.append(route), act=open_slowly)  # noqa: PLW0108
    tour.press("submit", "form", "with errors")
    tour.page.fill("[name=area]", "Springfield")
    tour.page.press("[name=area]", "Tab")
    expect(tour.page.locator("[data-slot=places]")).not_to_be_empty()
    tour.look("form, which place", tour.language)
    tour.page.fill("[name=area]", "")
    tour.fill_form()
    tour.press("submit", "receipt")
    tour.press("open", "active")
    tour.page.click(".tongues summary")
    tour.look("active, choosing a language", tour.language)


def tour_of_a_member(tour: Tour) -> None:
    person = tour.people.person().join()
    tour.open(person.code, "active", "as they are")
    tour.press("change", "form", "to change")
    person.do((_PAUSE, _until(tour, 30)), (_RESUME, None))
    tour.press("submit", "form", "not saved")
    tour.press("cancel", "active", quietly=True)
    tour.press("pause", "pause")
    tour.refused("#until", "2020-01-01", "#e-until", "pause")
    tour.send("#until", str(_until(tour, 30)["until"]), "active", "paused")
    tour.press("address", "address")
    tour.refused("#new-email", "nobody", "#e-new-email", "address")
    tour.send("#new-email", "zebulon@elsewhere.example", "address-sent")
    tour.press("open", "active", "waiting for another address")
    tour.press("renew", "form", "to renew")
    tour.page.check("[name=purposes][value=openings]")
    tour.press("submit", "receipt", "renewed")


def tour_of_leaving(tour: Tour) -> None:
    person = tour.people.person().join()
    tour.open(person.code, "active", "who will leave")
    tour.press("withdraw", "confirm-withdraw")
    tour.press("confirm-withdraw", "withdrawn")
    tour.open(person.code, "withdrawn", "and may join again")
    tour.press("rejoin", "form", "to join again")
    other = tour.people.person().join()
    tour.page.goto(f"{tour.home}/stay/#{other.code}")
    tour.shows("active")
    tour.press("erase", "confirm-erase")
    tour.press("confirm-erase", "erased")
    with tour.people.at(tour.people.clock() - timedelta(days=400)):
        former = tour.people.person().join()
    tour.open(former.code, "expired")


def tour_of_links_that_fail(tour: Tour) -> None:
    people, page = tour.people, tour.page
    page.goto(f"{tour.home}/stay/")
    tour.sees("missing")
    tour.refused("[name=code]", "short", "#e-code", "missing, code")
    tour.refused("#email", "nobody", "#e-email", "missing, email")
    page.fill("#email", f"{tour.language}@mailbox.example")
    page.click("#link-form [type=submit]")
    expect(page.locator("#link-form [role=status]")).not_to_be_empty()
    tour.look("missing, link sent", tour.language)
    tour.open("A" * 80, "invalid")
    tour.open(people.person(at=people.clock() - timedelta(days=40)).code, "expired-code")
    tour.open(people.person().revoked_code, "link-replaced")
    tour.open(people.person(employer="gone").code, "employer-left")


def tour_of_outages(tour: Tour) -> None:
    people, person = tour.people, tour.people.person()
    people.letters.throttled.add(person.ref)
    tour.open(person.code, "busy")
    person = people.person()
    tour.answering(lambda route: route.abort(), act=lambda: tour.open(person.code, "offline"))
    tour.answering(_limit, act=lambda: tour.press("retry", "too-many-requests"))
    tour.press("retry", "form", quietly=True)
    tour.fill_form()
    tour.answering(lambda route: route.abort(), act=lambda: tour.press("submit", "offline", "with what was typed"))
    busy = people.person().join().do(*[_asks_for("zebulon@elsewhere.example")] * (MAX_PER_DAY // 5))
    tour.page.goto(f"{tour.home}/stay/#{busy.code}")
    tour.shows("active")
    tour.press("pause", "pause", quietly=True)
    tour.send("#until", str(_until(tour, 20)["until"]), "too-many")


def tour_of_a_new_address(tour: Tour) -> None:
    page, person = tour.page, _with_new_address(tour, "new")
    old_code = person.code
    page.goto(f"{tour.home}/address/?stop#{old_code}")
    tour.sees("stop")
    tour.press("act", "stopped")
    person.do(_asks_for(f"new.{tour.language}@elsewhere.example"))
    page.goto(f"{tour.home}/address/#{person.address_token}")
    tour.sees("confirm")
    tour.answering(lambda route: route.abort(), act=lambda: tour.press("act", "busy", "on the address page"))
    tour.press("act", "confirmed")
    page.click("#go")
    tour.shows("active")
    tour.open(old_code, "link-replaced", "by a move")
    page.goto(f"{tour.home}/address/#{'B' * 64}")
    tour.shows("confirm")
    tour.press("act", "unusable")
    taken = _with_new_address(tour, "taken")
    _confirm(tour, _with_new_address(tour, "taken"))
    page.goto(f"{tour.home}/address/#{taken.address_token}")
    tour.shows("confirm")
    tour.press("act", "taken")


def tour_of_plain_pages(tour: Tour) -> None:
    language, page = tour.language, tour.page
    tour.visit(f"/{language}/", "home")
    tour.refused("[name=code]", "short", "#e-code", "home, code")
    tour.visit(f"/{language}/privacy/", "privacy")
    tour.visit(f"/of/harbour/{language}/", "another employer's home")
    tour.visit("/nowhere", "not found", tour.people.employers.default.policy.languages.default)
    token = tour.people.person().join().unsubscribe_token
    tour.visit(f"/api/unsubscribe/{token}?language={language}", "unsubscribe")
    page.click("button")
    page.wait_for_selector("body:not(:has(button))")
    tour.look("unsubscribe, done", language)
    tour.visit(f"/api/unsubscribe/{'A' * 60}?language={language}", "unsubscribe, invalid")


def _limit(route: Route) -> None:
    """Answer as API Gateway itself does where it limits a caller."""
    route.fulfill(status=429, json={"message": "Too Many Requests"})


def _until(tour: Tour, days: int) -> Json:
    return {"until": f"{tour.people.clock() + timedelta(days=days):%Y-%m-%d}"}


def _with_new_address(tour: Tour, name: str) -> Person:
    invited_at = tour.people.clock() - timedelta(hours=1)
    return tour.people.person(at=invited_at).join().do(_asks_for(f"{name}.{tour.language}@elsewhere.example"))


def _asks_for(email: str) -> Call:
    return "POST /api/opt-in/address", {"email": email}


def _confirm(tour: Tour, person: Person) -> None:
    tour.people.call("PUT /api/address", code=person.address_token)


TOURS = {
    "joining": tour_of_joining,
    "a member": tour_of_a_member,
    "leaving": tour_of_leaving,
    "links that fail": tour_of_links_that_fail,
    "outages": tour_of_outages,
    "a new address": tour_of_a_new_address,
    "plain pages": tour_of_plain_pages,
}
