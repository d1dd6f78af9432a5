"""axe-core on the page as it stands: WCAG 2.2 AA and its best practices."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def assert_accessible(page: Page) -> None:
    options = {"runOnly": {"type": "tag", "values": _RULES}, "resultTypes": ["violations"]}
    violations: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
    assert not violations, "\n".join(map(_told, violations))


def _told(violation: dict[str, Any]) -> str:
    places = [(node["html"], node["failureSummary"]) for node in violation["nodes"]]
    return f"{violation['id']}: {violation['help']}: {places}"
