"""The browser of the tests, and the one limit of whatever is waited for in it."""

import os
import shutil
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, expect

from ops.terminal.progress import PATIENCE

# Playwright counts milliseconds.
_LIMIT = PATIENCE * 1000
_QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]

expect.set_options(timeout=_LIMIT)


def launch(browsers: BrowserType, *switches: str) -> Browser:
    """Start the Chromium that `make test` found or was given (`CHROMIUM`)."""
    program = shutil.which(os.environ.get("CHROMIUM") or "chromium")
    if program is None:
        pytest.fail(
            "chromium is not installed. Remedy: apt-get install -y chromium, or make test, which does it for root"
        )
    return browsers.launch(executable_path=program, args=[*_QUIET, *switches], timeout=_LIMIT)


def new_context(browser: Browser, **options: Any) -> BrowserContext:
    """Open a window of its own, in which everything is waited for as long as it takes."""
    context = browser.new_context(**options)
    context.set_default_timeout(_LIMIT)
    return context
