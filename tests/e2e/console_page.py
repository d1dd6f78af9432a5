"""The console as a recruiter, an auditor or an operator uses it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.chromium import new_context
from tests.e2e.console_stand_in import ConsoleServer

OPENING = "R-1042 Forklift driver"
_STORED = "() => [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}), document.cookie]"


class ConsoleActs:
    """The acts of somebody at the console, wherever it runs. Each waits for what it should lead to."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def shows(self, state: str) -> None:
        expect(self.page.locator("#main")).to_have_attribute("data-state", state)
        self.rests()

    def rests(self) -> None:
        expect(self.page.locator("#main[data-working]")).to_have_count(0)

    def goes_to(self, section: str) -> None:
        self.page.click(f"#bar a[href='#{section}']")
        self.shows(section)

    def tick(self, name: str, *values: str) -> None:
        for value in values:
            self.page.check(f"#filters [name={name}][value='{value}']")

    def counts(self) -> str:
        """Press the button. Return what the results are headed with."""
        self.page.click("#count")
        self.rests()
        return self.page.inner_text("#results h2")

    def names(self, opening: str = OPENING) -> Locator:
        """Ask for the names, and return them."""
        self.page.fill("#opening", opening)
        self.page.click("#names button")
        self.rests()
        return self.page.locator(".people > li")

    def card(self, number: int = 0) -> Locator:
        self.page.locator(".people h4 button").nth(number).click()
        self.rests()
        return self.page.locator(".people > li").nth(number).locator(".card")

    def text(self, selector: str = "#main") -> str:
        return " ".join(self.page.inner_text(selector).split())

    def has_focus(self, selector: str) -> None:
        expect(self.page.locator(selector).first).to_be_focused()


class ConsolePage(ConsoleActs):
    """The console with its API played."""

    def __init__(self, page: Page, server: ConsoleServer) -> None:
        super().__init__(page)
        self.server, self.desk = server, server.desk

    def open(self, state: str = "login") -> None:
        self.page.goto(f"{self.server.url}/console/")
        self.shows(state)

    def log_in(self, section: str = "search") -> "ConsolePage":
        self.open()
        self.page.click("#log-in")
        self.page.click("#in")
        self.shows(section)
        return self

    def stored_on_the_way(self) -> dict[str, str]:
        """Return what the tab keeps for the site while the login is open, and go back to the login."""
        self.page.goto(f"{self.server.url}/robots.txt")
        site, tab, cookies = self.stored()
        assert (site, cookies) == ("{}", "")
        self.page.go_back()
        return dict(json.loads(tab))

    def stored(self) -> tuple[str, str, str]:
        """Return all that the browser keeps: of the site, of the tab, and the cookies."""
        site, tab, cookies = self.page.evaluate(_STORED)
        return site, tab, cookies


@contextmanager
def console_page(browser: Browser, server: ConsoleServer, **options: Any) -> Iterator[ConsolePage]:
    """Yield a page that may talk to the console and to its login only, and whose policy is broken by nothing."""
    options = {"viewport": {"width": 1280, "height": 800}, "accept_downloads": True, **options}
    context = new_context(browser, reduced_motion="reduce", **options)
    page = context.new_page()
    known, complaints = (server.url, server.login.url, "blob:"), list[str]()
    page.on("request", lambda request: None if request.url.startswith(known) else complaints.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if "Policy" in line.text else None)
    yield ConsolePage(page, server)
    context.close()
    assert complaints == []
