"""axe-core on the page as it stands: WCAG 2.2 AA and its best practices."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_ALL = {"type": "tag", "values": _TAGS}
# The rules whose answer can change with the colours alone.
_OF_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
_RUN = "async options => (await axe.run(options)).violations"


def assert_accessible(page: Page) -> None:
    found = violations(page)
    assert not found, "\n".join(found)


def violations(page: Page, *, of_colour: bool = False) -> list[str]:
    """Return what axe finds; `of_colour`: after only the colours have changed."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": _OF_COLOUR if of_colour else _ALL, "resultTypes": ["violations"]}
    found: list[dict[str, Any]] = page.evaluate(_RUN, options)
    return [_told(violation) for violation in found]


def _told(violation: dict[str, Any]) -> str:
    places = [(node["html"], node["failureSummary"]) for node in violation["nodes"]]
    return f"{violation['id']}: {violation['help']}: {places}"
