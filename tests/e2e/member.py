"""A member of the talent pool: what they do on their pages, and what is in the mailboxes that are theirs."""

from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Page

from tests.e2e.deployed import Deployed, until
from tests.e2e.opt_in_page import OptInPage


class MemberOfPool:
    """By what the pages are made of, and not by their words: it can be a page in any language."""

    def __init__(self, deployed: Deployed, page: Page) -> None:
        self.deployed, self.page, self.form = deployed, page, OptInPage(page)

    def newest_mail(self, address: str, count: int) -> dict[str, Any]:
        """Return the last one of the emails to the address, as soon as there are so many; there must be no more."""
        until(lambda: len(self.deployed.mails(address)) >= count, f"{count} emails to {address}")
        mails = self.deployed.mails(address)
        assert [mail["To"] for mail in mails] == [[address]] * count
        return mails[-1]

    def open(self, link: str, state: str) -> None:
        # A page that is open already would only see another fragment.
        self.page.goto("about:blank")
        self.form.open(link, state)

    def agree(self, months: str = "12") -> None:
        self.form.tick("purposes", "openings")
        self.form.tick("months", months)
        self.form.press("submit", "receipt")

    def join(self, area: str, town: str) -> None:
        """Answer with an area that may be several towns, and say which one is meant."""
        self.form.tick("role_families", "warehouse")
        self.form.fill(area=area)
        self.page.keyboard.press("Tab")
        self.form.tick("place", town)
        self.agree()

    def pause(self) -> None:
        self.form.press("pause", "pause")
        self.page.fill("#until", f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}")
        self._submit("active")

    def ask_for(self, address: str) -> None:
        self.form.press("address", "address")
        self.page.fill("#new-email", address)
        self._submit("address-sent")

    def leave(self) -> None:
        self.form.press("withdraw", "confirm-withdraw")
        self.form.press("confirm-withdraw", "withdrawn")

    def erase(self) -> None:
        self.form.press("erase", "confirm-erase")
        self.form.press("confirm-erase", "erased")

    def _submit(self, state: str) -> None:
        self.page.click("#main [type=submit]")
        self.form.shows(state)
