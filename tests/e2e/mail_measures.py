"""What can be measured of a mail that a browser shows, and what axe says of it."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Every text with its size and line height; white space between cells is none.
_MEASURE = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (!data.trim()) continue;
    const style = getComputedStyle(parentElement);
    const size = parseFloat(style.fontSize);
    const small = parentElement.closest('.small, .foot') !== null;
    found.push({ size, spacing: parseFloat(style.lineHeight) / size, small });
  }
  const heights = [...document.querySelectorAll('a')].map((link) => link.getBoundingClientRect().height);
  return { texts: found, links: heights, over: document.scrollingElement.scrollWidth - innerWidth };
}"""
# An element's colours, as [red, green, blue] each.
_COLOURS = """(selector) => {
  const style = getComputedStyle(document.querySelector(selector));
  const read = (name) => style[name].match(/[\\d.]+/g).slice(0, 3).map(Number);
  return { text: read('color'), ground: read('backgroundColor'), edge: read('borderBottomColor') };
}"""
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A mail stands inside a page of the mail program's, which has the landmarks and the headings.
_OF_PAGES = ["bypass", "landmark-one-main", "page-has-heading-one", "region"]


def assert_can_be_read(page: Page) -> None:
    """No scrolling to the side, no text too small or too tight, nothing to press that is too low."""
    measured = page.evaluate(_MEASURE)
    assert measured["over"] <= 0
    assert min(text["size"] for text in measured["texts"]) >= 14
    assert min(text["size"] for text in measured["texts"] if not text["small"]) >= 16
    assert min(text["spacing"] for text in measured["texts"]) >= 1.5
    assert all(height >= 44 for height in measured["links"])


def assert_accessible(page: Page) -> None:
    """Also where axe is not sure: on plain colours it can be."""
    options = {
        "runOnly": {"type": "tag", "values": _RULES},
        "rules": {rule: {"enabled": False} for rule in _OF_PAGES},
        "resultTypes": ["violations", "incomplete"],
    }
    said = Axe().run(page, options=options).response
    found = [(one["id"], [node["html"] for node in one["nodes"]]) for one in said["violations"] + said["incomplete"]]
    assert found == []


def colours(page: Page, selector: str) -> dict[str, tuple[float, float, float]]:
    """`text`, `ground` and `edge` of the first element."""
    found: dict[str, Any] = page.evaluate(_COLOURS, selector)
    return {name: tuple(channels) for name, channels in found.items()}


def hexadecimal(colour: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(channel):02x}" for channel in colour)
