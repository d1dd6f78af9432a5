"""A look at a page as it stands: at every width, in every colour scheme, and with axe."""

from typing import Literal

from playwright.sync_api import Page, expect

from tests.e2e.accessibility import violations
from tests.e2e.page_layout import LAYOUT

_HEIGHT = 800
# A desktop at 100 % and at 200 %, a phone, and a desktop at 400 %: zooming makes the window smaller in CSS pixels.
WIDTHS = (1280, 640, 360, 320)
type Scheme = tuple[Literal["light", "dark"], Literal["active", "none"]]
_SCHEMES: dict[str, Scheme] = {
    "light": ("light", "none"),
    "dark": ("dark", "none"),
    "forced colours": ("dark", "active"),
}


class PageLook:
    """Looks at one page after another, and remembers what is wrong with any."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.seen: list[str] = []
        self.blemishes: list[str] = []

    def look(self, name: str, language: str) -> None:
        """Look from every side at the state that stands now."""
        self.seen.append(name)
        self._note(name, [] if self.page.get_attribute("html", "lang") == language else ["another language"])
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": _HEIGHT})
            self._note(name, self.page.evaluate(LAYOUT))
        for scheme, (colours, forced) in _SCHEMES.items():
            self.page.emulate_media(color_scheme=colours, forced_colors=forced)
            self._note(f"{name}, {scheme}", violations(self.page, of_colour=scheme != "light"))

    def shows(self, state: str) -> None:
        """Wait for a state of the opt-in page."""
        expect(self.page.locator("#main")).to_have_attribute("data-state", state)
        expect(self.page.locator("#main[data-working]")).to_have_count(0)

    def _note(self, name: str, found: list[str]) -> None:
        self.blemishes += [f"{name}: {line}" for line in found]
