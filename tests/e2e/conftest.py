"""A stack and a real browser for whoever runs these tests: one process, or each of several workers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from ops.deploy.parameters import AT_ONCE
from ops.embedded.stack import running_stack
from ops.ledger.connection import connect_to
from tests.e2e.chromium import launch, new_context
from tests.e2e.deployed import Deployed
from tests.e2e.operator_desk import OperatorDesk
from tests.e2e.side_by_side import SideBySide, turn_of

_QUIETER = ["--disable-component-update", "--disable-sync", "--disable-default-apps"]
_HERE = Path(__file__).parent


# Without xdist, nobody knows this hook.
@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SideBySide:
    """Let whatever needs no stack, or another one, run at the same time."""
    config.option.loadscopereorder = False
    return SideBySide(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest begin first."""
    items.sort(key=lambda item: turn_of(item.path.name) if item.path.is_relative_to(_HERE) else -1)


@pytest.fixture(scope="session")
def deployed() -> Iterator[Deployed]:
    # Decisions have jobs of their own unless a test says otherwise, so that only a burst meets the limit.
    with running_stack(params={**AT_ONCE, "MostPerJobAndHour": "30"}) as outputs:
        yield Deployed(outputs)


@pytest.fixture
def desk(deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> OperatorDesk:
    connection = connect_to(deployed.outputs["EndpointUrl"])
    monkeypatch.setattr("ops.ledger.connection.connect", lambda *, local: connection)
    return OperatorDesk()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium, *_QUIETER)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, deployed: Deployed) -> Iterator[Page]:
    """A phone-sized page that may talk to the site's own origin only, and whose console stays empty."""
    phone = {"width": 360, "height": 740}
    context = new_context(browser, viewport=phone, accept_downloads=True, reduced_motion="reduce")
    page = context.new_page()
    strangers: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: None if deployed.is_ours(request.url) else strangers.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert strangers == [], "third-party requests"
    assert complaints == [], "script errors"
