"""Every state of every page in every language: axe finds nothing in light, dark and forced colours, and all fits."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from ops.deploy.company_file import read_company
from tests.e2e.chromium import new_context
from tests.e2e.page_tours import TOURS, Tour
from tests.e2e.pool_people import People
from tests.e2e.served_site import Server, served_site

_OFFERED = read_company().default.policy.languages.offered
# All of them take six minutes, and are tried before a change lands: LANGUAGES=all. Else the first, and that of the
# longest words.
_LANGUAGES = _OFFERED if os.environ.get("LANGUAGES") == "all" else [_OFFERED[0], "pl"]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with served_site(People()) as running:
        yield running


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[BrowserContext]:
    context = new_context(browser, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def page(window: BrowserContext, server: Server) -> Iterator[Page]:
    """A page whose console tells of no mistake, and that asks nobody else for anything."""
    page = window.new_page()
    complaints: list[str] = []
    page.on("request", lambda request: None if request.url.startswith(server.url) else complaints.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if "Policy" in line.text else None)
    yield page
    page.close()
    assert complaints == []


@pytest.mark.parametrize("name", TOURS)
@pytest.mark.parametrize("language", _LANGUAGES)
def test_every_state_is_accessible_and_fits(page: Page, server: Server, language: str, name: str) -> None:
    tour = Tour(page, server, language)

    TOURS[name](tour)

    assert tour.blemishes == []
