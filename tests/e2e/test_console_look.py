"""Every state of the console at every width: axe finds nothing in light, dark and forced colours, and all fits."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.console_page import ConsolePage, console_page
from tests.e2e.console_stand_in import ConsoleServer, served_console
from tests.e2e.page_look import PageLook

_MOST_STOPS = 90
_AT = """() => {
  const { activeElement: at } = document;
  const { top, bottom } = (at.closest('.choice') ?? at).getBoundingClientRect();
  const isMarked = getComputedStyle(at).outlineStyle !== 'none' || at.type === 'date';
  const sticky = document.querySelector('#filters .actions');
  // Nothing that sticks to the edge of the window hides what has the focus.
  const isBeside = sticky && !sticky.contains(at) && at.closest('#filters');
  const ends = isBeside ? sticky.getBoundingClientRect().top : innerHeight;
  return [at.id || at.name || at.dataset.format || at.textContent.trim(), isMarked && bottom > 0 && top < ends];
}"""


class Tour:
    """A console, and what is wrong with any of its states."""

    def __init__(self, console: ConsolePage) -> None:
        self.console, self.page, self.desk = console, console.page, console.desk
        self._look = PageLook(console.page)

    @property
    def blemishes(self) -> list[str]:
        return self._look.blemishes

    def sees(self, name: str) -> None:
        self.console.rests()
        self._look.look(name, "en")
        self.page.set_viewport_size({"width": 1280, "height": 800})

    def sees_after(self, selector: str, name: str) -> None:
        self.page.locator(selector).first.click()
        self.sees(name)


def tour_of_logins(tour: Tour) -> None:
    console, codes = tour.console, tour.console.server.login.codes
    console.open()
    tour.sees("login")
    for error, state in (("access_denied", "login-refused"), ("server_error", "login-failed")):
        codes.error = error
        tour.page.click("#log-in")
        console.shows(state)
        tour.sees(state)
    codes.error = None
    tour.page.goto(f"{console.server.url}/console/?code=a&state=b")
    tour.sees("login-stale")
    tour.desk.refusals["me"] = (403, {"detail": "Your groups do not include a role that may do this."})
    console.log_in("no-role")
    tour.sees("no-role")
    for status, state in ((401, "token-refused"), (503, "busy")):
        tour.desk.refusals["me"] = (status, None)
        console.open()
        tour.page.click("#log-in")
        console.shows(state)
        tour.sees(state)


def tour_of_nobody_and_of_one(tour: Tour) -> None:
    console = tour.console
    console.log_in()
    tour.sees("search")
    for people in (0, 1):
        tour.desk.people = people
        console.counts()
        tour.sees(f"{people} people")
    tour.sees_after("#names button", "no opening")
    console.names()
    tour.sees("one name")
    console.card()
    tour.sees("card of one")


def tour_of_many(tour: Tour) -> None:
    console, tour.desk.people, tour.desk.unplaced = tour.console, 10_000, 200
    tour.desk.employers = [{"id": "first", "name": "Acme Logistics"}, {"id": "harbour", "name": "Harbour Foods"}]
    console.log_in().page.fill("#area", "Cambridge")
    tour.page.press("#area", "Tab")
    expect(tour.page.locator(".places")).to_be_visible()
    tour.sees_after("#count", "which place")
    tour.page.check("[name=which_place][value='1']")
    console.counts()
    tour.sees("10,000 people")
    console.names()
    console.card(2)
    console.card(3)
    tour.sees("cards among many")
    console.tick("shifts", "night")
    tour.sees("stale")


def tour_of_the_desk(tour: Tour) -> None:
    console = tour.console
    console.log_in().goes_to("desk")
    tour.sees("desk")
    tour.sees_after("article .actions button", "verb")
    tour.sees_after(".verb [type=submit]", "verb, not filled in")
    tour.page.fill("#how-many", "1")
    tour.page.fill("#because", "checked")
    tour.sees_after(".verb [type=submit]", "verb, refused")
    tour.page.get_by_role("button", name="Send: APP-A").click()
    tour.sees("send")
    tour.sees_after("[data-act=history]", "history")
    tour.page.click("#close")
    tour.desk.waiting = 0
    tour.sees_after("#again", "an empty desk")


def tour_of_the_log(tour: Tour) -> None:
    tour.desk.roles = ["auditor"]
    tour.console.log_in("log")
    tour.sees("log")
    tour.page.select_option("#month", index=20)
    tour.sees("an empty month")


_TOURS: dict[str, Callable[[Tour], None]] = {
    "logins": tour_of_logins,
    "nobody and one": tour_of_nobody_and_of_one,
    "many": tour_of_many,
    "the desk": tour_of_the_desk,
    "the log": tour_of_the_log,
}


@pytest.fixture
def server() -> Iterator[ConsoleServer]:
    with served_console() as running:
        yield running


@pytest.mark.parametrize("name", _TOURS)
def test_every_state_is_accessible_and_fits(browser: Browser, server: ConsoleServer, name: str) -> None:
    with console_page(browser, server) as console:
        tour = Tour(console)

        _TOURS[name](tour)

        assert tour.blemishes == []


@pytest.mark.parametrize("width", [360, 1280])
def test_a_recruiter_finds_people_with_the_keyboard_alone(browser: Browser, server: ConsoleServer, width: int) -> None:
    server.desk.people = 30
    with console_page(browser, server, viewport={"width": width, "height": 740}) as console:
        page = console.log_in().page

        def tab_to(name: str) -> None:
            for _ in range(_MOST_STOPS):
                page.keyboard.press("Tab")
                at, is_seen = page.evaluate(_AT)
                assert is_seen, f"nobody sees that {at} has the focus"
                if str(at).startswith(name):
                    return
            pytest.fail(f"Tab does not lead to {name}")

        tab_to("role_families")
        page.keyboard.press("Space")
        tab_to("count")
        page.keyboard.press("Enter")
        console.has_focus("#results h2")
        tab_to("opening")
        page.keyboard.type("R-1")
        page.keyboard.press("Enter")
        console.has_focus(".batch h3")
        tab_to("Sam Rivera")
        page.keyboard.press("Enter")
        console.has_focus(".card h5")
        tab_to("next")
        page.keyboard.press("Enter")
        expect(page.locator(".batch h3").last).to_be_focused()
        assert console.desk.last("searches")["criteria"]["role_families"] == ["office"]
