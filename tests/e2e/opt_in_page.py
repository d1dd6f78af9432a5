"""The opt-in page as a candidate uses it, and what axe says of every state on the way."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.accessibility import assert_accessible


class OptInPage:
    """Each act waits for the state that it should lead to."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open(self, link: str, state: str = "form") -> None:
        self.page.goto(link)
        self.shows(state)

    def shows(self, state: str) -> None:
        expect(self.page.locator("#main")).to_have_attribute("data-state", state)
        expect(self.page.locator("#main[data-working]")).to_have_count(0)
        assert_accessible(self.page)

    def press(self, button: str, state: str) -> None:
        self.page.click(f"#{button}")
        self.shows(state)

    def tick(self, name: str, *values: str) -> None:
        for value in values:
            self.page.check(f"input[name={name}][value='{value}']")

    def ticked(self, name: str) -> list[str]:
        return [str(box.get_attribute("value")) for box in self.page.locator(f"input[name={name}]:checked").all()]

    def fill(self, **values: Any) -> None:
        for name, value in values.items():
            self.page.fill(f"[name={name}]", value)

    def text(self, selector: str = "#main") -> str:
        return " ".join(self.page.inner_text(selector).split())
