"""The receipt in the mailbox of whoever joins, and the one click that takes everything back."""

import re
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.decisions import rejected
from tests.e2e.deployed import Deployed, Response, until
from tests.e2e.opt_in_page import OptInPage

# The embedded SES keeps no headers; tests/handlers holds the one against the other.
_ADDRESS = re.compile(r"http://\S+/api/unsubscribe/[A-Za-z0-9_-]{55,}")


def receipts(deployed: Deployed, person: str) -> list[dict[str, Any]]:
    return [mail for mail in deployed.mails(f"{person}@example.com") if _ADDRESS.search(mail["BodyText"])]


def profile_of(deployed: Deployed, person: str) -> dict[str, Any]:
    key = deployed.candidate(f"{person}@example.com")
    (profile,) = [item for item in deployed.pool() if (item["candidate"], item["record"]) == (key, "PROFILE")]
    return profile


def join(deployed: Deployed, page: Page, person: str) -> dict[str, Any]:
    """In the browser; the receipt that is in the mailbox after it."""
    deployed.publish(rejected(person, f"{person}@example.com", candidate={"id": f"C-{person}", "locale": "en-GB"}))
    form = OptInPage(page)
    form.open(deployed.link_in(deployed.mail_to(f"{person}@example.com")))
    form.tick("role_families", "warehouse")
    form.tick("purposes", "openings")
    form.press("submit", "receipt")
    until(lambda: receipts(deployed, person), "the receipt")
    (mail,) = receipts(deployed, person)
    return mail


def address_in(mail: dict[str, Any]) -> str:
    (address,) = _ADDRESS.findall(mail["BodyText"])
    return str(address)


def click(deployed: Deployed, path: str) -> Response:
    """As a mail provider does."""
    form = "application/x-www-form-urlencoded"
    return deployed.call("POST", path, body=b"List-Unsubscribe=One-Click", content_type=form)


def test_a_mail_providers_one_click_takes_out_whoever_joined(deployed: Deployed, page: Page) -> None:
    mail = join(deployed, page, "clicker")
    assert mail["Subject"] == "Your consent receipt from Acme Logistics"
    assert "contact me about openings that fit them" in mail["BodyText"]
    assert profile_of(deployed, "clicker")["state"] == "ACTIVE"
    path = urlsplit(address_in(mail)).path

    for _ in range(2):
        answer = click(deployed, path)
        assert answer.status == 200
        assert not {"location", "set-cookie", "access-control-allow-origin"} & set(answer.headers)

    tombstone = profile_of(deployed, "clicker")
    assert tombstone["state"] == "WITHDRAWN"
    assert not {"email", "given_name", "family_name", "answers", "place"} & set(tombstone)
    page.goto("about:blank")
    OptInPage(page).open(deployed.link_in(mail), "withdrawn")
    assert len(receipts(deployed, "clicker")) == 1
    token = path.rpartition("/")[2]
    assert [line for line in deployed.log_lines() if token in line or "clicker@" in line] == []


def test_who_opens_the_address_changes_nothing_before_the_button(deployed: Deployed, page: Page) -> None:
    address = address_in(join(deployed, page, "reader"))

    for _ in range(3):
        assert deployed.call("GET", urlsplit(address).path).status == 200
    assert deployed.call("HEAD", urlsplit(address).path).status == 200
    page.goto(address)
    assert_accessible(page)
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    assert profile_of(deployed, "reader")["state"] == "ACTIVE"

    page.get_by_role("button").click()

    expect(page.get_by_role("heading")).to_have_text("Your details are deleted")
    assert page.url == address
    assert_accessible(page)
    assert profile_of(deployed, "reader")["state"] == "WITHDRAWN"


def test_an_address_that_was_cut_leads_to_a_page_that_says_what_to_do(deployed: Deployed, page: Page) -> None:
    page.goto(f"{deployed.outputs['SiteUrl']}/api/unsubscribe/AAAA")

    expect(page.get_by_role("heading")).to_have_text("This link is not valid")
    assert_accessible(page)
    problem = click(deployed, "/api/unsubscribe/AAAA")
    assert (problem.status, problem.json()["type"]) == (404, "urn:kindregards:problem:link-invalid")
