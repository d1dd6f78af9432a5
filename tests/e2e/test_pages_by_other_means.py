"""The pages with the keyboard alone, without scripts, and over a network that is slow or loses something."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from ops.deploy.company_file import read_company
from ops.deploy.site_words import read_words
from ops.terminal.paths import SITE
from tests.e2e.chromium import new_context
from tests.e2e.page_layout import LAYOUT
from tests.e2e.pool_people import People
from tests.e2e.served_site import Server, served_site

_LANGUAGES = read_company().default.policy.languages.offered
# One of each family.
_FAMILIES = ["de", "fr", "pl"]
_MOST_STOPS = 80
_FOCUS = """() => {
  const { activeElement: at } = document;
  const { top, bottom } = (at.closest('.choice') ?? at).getBoundingClientRect();
  // Within a date field the browser marks the day, the month, the year, or the button of its calendar.
  const isMarked = getComputedStyle(at).outlineStyle !== 'none' || at.type === 'date';
  const isSeen = isMarked && bottom > 0 && top < innerHeight;
  return [at.name || at.id || at.tagName, at.value ?? '', isSeen];
}"""
# A phone at the edge of a network: 400 kbit/s, and 400 ms for each answer.
_SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 20_000}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with served_site(People()) as running:
        yield running


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    context = new_context(browser, reduced_motion="reduce", viewport={"width": 360, "height": 740})
    yield context
    context.close()


def shows(page: Page, state: str) -> None:
    expect(page.locator("#main")).to_have_attribute("data-state", state)
    expect(page.locator("#main[data-working]")).to_have_count(0)


def tab_to(page: Page, name: str, value: str = "") -> None:
    """Press Tab until the control has the focus; on the way, whoever looks sees where they are."""
    for _ in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        at, its_value, is_seen = page.evaluate(_FOCUS)
        assert is_seen, f"nobody sees that {at} has the focus"
        if at == name and value in ("", its_value):
            return
    pytest.fail(f"Tab does not lead to {name}")


@pytest.mark.parametrize("language", _FAMILIES)
def test_a_candidate_joins_looks_and_leaves_with_the_keyboard_alone(
    window: BrowserContext, server: Server, language: str
) -> None:
    page = window.new_page()
    page.goto(f"{server.url}/{language}/stay/#{server.people.person().code}")
    shows(page, "form")

    tab_to(page, "submit")
    page.keyboard.press("Enter")
    expect(page.locator("#error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=role_families]").first).to_be_focused()
    page.keyboard.press("Space")
    tab_to(page, "months")
    page.keyboard.press("ArrowDown")
    tab_to(page, "purposes", "openings")
    page.keyboard.press("Space")
    tab_to(page, "submit")
    page.keyboard.press("Enter")
    shows(page, "receipt")
    expect(page.locator("h1")).to_be_focused()
    for button, state in (("open", "active"), ("withdraw", "confirm-withdraw"), ("confirm-withdraw", "withdrawn")):
        tab_to(page, button)
        page.keyboard.press("Enter")
        shows(page, state)


@pytest.mark.parametrize("language", _LANGUAGES)
def test_without_scripts_every_page_says_how_to_answer_by_email(
    browser: Browser, server: Server, language: str
) -> None:
    context = new_context(browser, java_script_enabled=False, viewport={"width": 320, "height": 740})
    page, words = context.new_page(), read_words(SITE / "words", language).sentences
    said = {
        "": words["home.by_email_lead"],
        "stay/": words["stay.no_scripts.lead"],
        "address/": words["stay.by_email.reply"],
        "privacy/": words["privacy.short_joining"],
    }
    for path, sentence in said.items():
        page.goto(f"{server.url}/{language}/{path}")
        assert " ".join(str(sentence).split()) in " ".join(page.inner_text("main").split())
        assert page.evaluate(LAYOUT) == []
    assert page.locator(f'.tongues a[lang="{language}"]').count() == 1
    context.close()


@pytest.mark.parametrize("language", _FAMILIES)
def test_a_slow_network_leads_to_the_form_and_says_meanwhile_what_happens(
    window: BrowserContext, server: Server, language: str
) -> None:
    page, words = window.new_page(), read_words(SITE / "words", language).sentences
    window.new_cdp_session(page).send("Network.emulateNetworkConditions", _SLOW)

    page.goto(f"{server.url}/{language}/stay/#{server.people.person().code}", wait_until="commit")

    expect(page.locator("h1")).to_have_text(str(words["stay.loading.heading"]))
    shows(page, "form")


@pytest.mark.parametrize("lost", ["**/api/invitation*", "**/assets/join.*", "**/assets/form.*.html"])
def test_whatever_is_lost_once_is_asked_for_again(window: BrowserContext, server: Server, lost: str) -> None:
    page = window.new_page()
    page.route(lost, lambda route: route.abort())
    page.goto(f"{server.url}/en/stay/#{server.people.person().code}")
    shows(page, "offline")

    page.unroute(lost)
    page.click("#retry")

    shows(page, "form")


@pytest.mark.parametrize("lost", ["**/assets/stay.*", "**/assets/views.*", "**/assets/style.*"])
def test_a_page_whose_script_or_style_never_comes_says_what_to_do(
    window: BrowserContext, server: Server, lost: str
) -> None:
    def lose(route: Route) -> None:
        route.abort()

    page, words = window.new_page(), read_words(SITE / "words", "en").sentences
    page.route(lost, lose)
    page.goto(f"{server.url}/en/stay/#{server.people.person().code}")

    if "style" in lost:
        shows(page, "form")
    else:
        assert str(words["stay.loading.help"]) in page.inner_text("main")
