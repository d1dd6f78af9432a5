"""The link of one mail, opened in a real browser; the form filled, sent, changed, taken back."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.accessibility import assert_accessible
from tests.e2e.chromium import new_context
from tests.e2e.decisions import rejected
from tests.e2e.deployed import Deployed
from tests.e2e.opt_in_page import OptInPage


def link_for(deployed: Deployed, person: str) -> str:
    deployed.publish(rejected(person, f"{person}@example.com", candidate={"id": f"C-{person}", "given_name": "Zoë"}))
    return deployed.link_in(deployed.mail_to(f"{person}@example.com"))


def records_of(deployed: Deployed, person: str) -> dict[str, list[dict[str, object]]]:
    key = deployed.candidate(f"{person}@example.com")
    mine = [item for item in deployed.pool() if item["candidate"] == key]
    profiles = [item for item in mine if item["record"] == "PROFILE"]
    return {"profiles": profiles, "consents": [item["consent"] for item in mine if item not in profiles]}


def fill(form: OptInPage) -> None:
    form.tick("role_families", "warehouse", "driving")
    form.tick("shifts", "day")
    form.fill(area="N1G", earliest_start=f"{datetime.now(UTC).year + 1}-01-04")
    form.page.select_option("[name=distance_km]", "25")
    form.tick("licences", "forklift")
    form.tick("purposes", "openings")


def test_a_candidate_joins_changes_takes_everything_along_and_leaves(deployed: Deployed, page: Page) -> None:
    link, form = link_for(deployed, "joiner"), OptInPage(page)

    form.open(link)
    assert "Hello Zoë." in form.text()
    assert "Warehouse Associate" in form.text()
    assert [form.ticked("purposes"), form.ticked("agencies")] == [[], []]
    assert records_of(deployed, "joiner") == {"profiles": [], "consents": []}

    # There is one way to be contacted, so nobody is asked.
    expect(page.locator("[name=channel]")).to_be_hidden()
    fill(form)
    form.tick("agencies", "northstaff")
    form.press("submit", "receipt")
    receipt_id = form.text("#receipt-id")
    assert "NorthStaff Inc." in form.text()
    assert "Bright Desk" not in form.text()
    records = records_of(deployed, "joiner")
    (profile,), (consent,) = records["profiles"], records["consents"]
    assert profile["email"] == "joiner@example.com"
    assert profile["answers"]["role_families"] == ["warehouse", "driving"]  # type: ignore[index]
    assert profile["answers"]["channel"] == "email"  # type: ignore[index]
    assert consent["kind"] == "given"
    assert consent["id"] == receipt_id
    assert [agency["id"] for agency in consent["agencies"]] == ["northstaff"]  # type: ignore[attr-defined]

    expect(page.locator("[data-slot=emailed_to]")).to_have_text("j…@example.com")
    # Whoever uses this device afterwards finds no code.
    assert "#" not in page.url

    form.press("change", "form")
    form.page.uncheck("input[name=agencies][value=northstaff]")
    form.tick("months", "6")
    form.press("submit", "receipt")
    assert form.text("#receipt-id") == receipt_id
    assert [consent["kind"] for consent in records_of(deployed, "joiner")["consents"]] == ["given", "reduced"]

    form.press("open", "active")
    assert "NorthStaff" not in form.text()
    assert "Warehouse, picking and packing" in saved(page, "download")
    exported = json.loads(saved(page, "export"))
    assert exported["person"]["email"] == "joiner@example.com"
    assert len(exported["consents"]) == 2

    form.press("withdraw", "confirm-withdraw")
    form.press("confirm-withdraw", "withdrawn")
    records = records_of(deployed, "joiner")
    (tombstone,) = records["profiles"]
    assert tombstone["state"] == "WITHDRAWN"
    assert not {"email", "given_name", "answers"} & set(tombstone)
    assert [consent["kind"] for consent in records["consents"]] == ["given", "reduced", "withdrawn"]

    form.press("rejoin", "form")
    fill(form)
    form.press("submit", "receipt")
    assert records_of(deployed, "joiner")["profiles"][0]["state"] == "ACTIVE"


def join(deployed: Deployed, form: OptInPage, person: str) -> str:
    """Return the link of a person who has joined; their page shows what they told us."""
    link = link_for(deployed, person)
    form.open(link)
    fill(form)
    form.press("submit", "receipt")
    form.press("open", "active")
    return link


def saved(page: Page, button: str) -> str:
    """Return the file that the button saves."""
    with page.expect_download() as download:
        page.click(f"#{button}")
    return download.value.path().read_text("utf-8")


def test_a_member_pauses_and_comes_back_and_keeps_their_details_for_longer(deployed: Deployed, page: Page) -> None:
    form = OptInPage(page)
    join(deployed, form, "pauser")

    form.press("pause", "pause")
    page.fill("#until", "2020-01-01")
    page.click("#main [type=submit]")
    expect(page.locator("#e-until")).to_contain_text("Enter a date between")
    page.fill("#until", f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%d}")
    page.click("#main [type=submit]")
    form.shows("active")
    expect(page.locator("[data-slot=paused]")).to_contain_text("You have paused until")
    form.press("resume", "active")
    assert page.locator("[data-slot=paused]").count() == 0

    form.press("renew", "form")
    assert form.ticked("purposes") == []
    form.tick("purposes", "openings")
    form.tick("months", "24")
    form.press("submit", "receipt")
    assert [consent["kind"] for consent in records_of(deployed, "pauser")["consents"]] == ["given", "given"]


def test_a_member_asks_for_another_address_and_stops_it(deployed: Deployed, page: Page) -> None:
    form = OptInPage(page)
    join(deployed, form, "mover")

    form.press("address", "address")
    page.fill("#new-email", "nobody")
    page.click("#main [type=submit]")
    expect(page.locator("#e-new-email")).to_contain_text("Enter an email address")
    page.fill("#new-email", "moved@example.com")
    page.click("#main [type=submit]")
    form.shows("address-sent")
    form.press("open", "active")
    expect(page.locator("[data-slot=waiting]")).to_contain_text("m…@example.com")
    form.press("stop-address", "active")
    assert page.locator("[data-slot=waiting]").count() == 0


def test_whoever_erases_everything_is_told_before_that_it_can_not_be_undone(deployed: Deployed, page: Page) -> None:
    form = OptInPage(page)
    join(deployed, form, "eraser")

    form.press("erase", "confirm-erase")
    assert "can’t be brought back" in form.text()
    assert records_of(deployed, "eraser")["profiles"][0]["state"] == "ACTIVE"
    form.press("confirm-erase", "erased")

    (tombstone,) = records_of(deployed, "eraser")["profiles"]
    assert not {"email", "given_name", "answers"} & set(tombstone)


def test_a_stale_tab_says_that_nothing_was_saved_and_keeps_what_was_typed(deployed: Deployed, page: Page) -> None:
    form, other = OptInPage(page), OptInPage(page.context.new_page())
    link = join(deployed, form, "two-tabs")
    other.open(link, "active")
    other.press("change", "form")

    form.press("change", "form")
    form.fill(area="M5V")
    form.press("submit", "receipt")
    other.fill(area="M4C")
    other.press("submit", "form")

    assert "Your changes were not saved" in other.text("#error-summary")
    expect(other.page.locator("[name=area]")).to_have_value("M4C")
    other.press("submit", "receipt")
    assert records_of(deployed, "two-tabs")["profiles"][0]["answers"]["area"] == "M4C"  # type: ignore[index]


def test_a_page_is_switched_to_another_language_and_keeps_the_link(deployed: Deployed, page: Page) -> None:
    form = OptInPage(page)
    form.open(link_for(deployed, "speaker"))

    page.click(".tongues summary")
    page.click(".tongues a[lang=en-US]")
    form.shows("form")

    assert page.url == f"{deployed.outputs['SiteUrl']}/en-US/stay/"
    assert page.get_attribute("html", "lang") == "en-US"
    assert "Up to 16 mi" in form.text("[name=distance_km]")


def test_a_request_that_hangs_leads_to_a_way_on(deployed: Deployed, page: Page) -> None:
    form = OptInPage(page)
    page.route("**/api/invitation*", lambda _route: None)

    page.goto(link_for(deployed, "waiter"))
    expect(page.locator("h1")).to_have_text("One moment")
    form.shows("offline")
    page.unroute_all(behavior="ignoreErrors")
    form.press("retry", "form")


def test_opening_a_link_records_nothing_however_often(deployed: Deployed, page: Page) -> None:
    link, form = link_for(deployed, "looker"), OptInPage(page)
    methods: list[str] = []
    page.on("request", lambda request: methods.append(request.method))

    for _ in range(3):
        form.open(link)
        # The code is out of the address bar by then.
        page.reload()
        form.shows("missing")

    assert set(methods) == {"GET"}
    assert records_of(deployed, "looker") == {"profiles": [], "consents": []}


def test_mistakes_are_shown_beside_their_fields_and_in_a_summary(deployed: Deployed, page: Page) -> None:
    form = OptInPage(page)
    form.open(link_for(deployed, "hasty"))

    form.press("submit", "form")

    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    assert summary.locator("li").count() == 2
    summary.locator("a").first.click()
    expect(page.locator("input[name=role_families]").first).to_be_focused()
    assert page.locator("[aria-invalid=true]").count() > 0
    assert records_of(deployed, "hasty") == {"profiles": [], "consents": []}


def test_the_whole_form_can_be_done_with_the_keyboard(deployed: Deployed, page: Page) -> None:
    form = OptInPage(page)
    form.open(link_for(deployed, "typist"))

    page.locator("input[name=role_families]").first.focus()
    page.keyboard.press("Space")
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate("() => document.activeElement.name || document.activeElement.id")
        if focused == "purposes":
            page.keyboard.press("Space")
        if focused == "submit":
            break
    page.keyboard.press("Enter")

    form.shows("receipt")


@pytest.mark.parametrize(
    "behind", ["?utm_source=mail&utm_medium=email", "&fbclid=x1", "%3Futm_source=x", "/", ".", "#top"]
)
def test_what_follows_the_code_in_a_link_is_ignored(deployed: Deployed, page: Page, behind: str) -> None:
    OptInPage(page).open(f"{link_for(deployed, 'tagged')}{behind}")


@pytest.mark.parametrize(("code", "state"), [("", "missing"), ("A" * 80, "invalid"), ("short", "invalid")])
def test_a_code_that_does_not_work_leads_to_a_way_on(deployed: Deployed, page: Page, code: str, state: str) -> None:
    form = OptInPage(page)

    form.open(f"{deployed.outputs['SiteUrl']}/stay/{'#' if code else ''}{code}", state)

    expect(page.locator("#code-form")).to_be_visible()


def test_a_code_can_be_entered_by_hand(deployed: Deployed, page: Page) -> None:
    link, form = link_for(deployed, "paster"), OptInPage(page)
    form.open(link.partition("#")[0], "missing")

    page.fill("#code-form [name=code]", link.partition("#")[2])
    page.keyboard.press("Enter")

    form.shows("form")


def test_what_was_typed_survives_a_lost_connection(deployed: Deployed, page: Page) -> None:
    form = OptInPage(page)
    form.open(link_for(deployed, "tunnel"))
    fill(form)

    page.context.set_offline(True)
    form.press("submit", "offline")
    page.context.set_offline(False)
    form.press("retry", "receipt")

    assert len(records_of(deployed, "tunnel")["consents"]) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/en-US/privacy/", "/stay/", "/of/harbour/en/", "/address/", "/nowhere"])
def test_every_page_is_accessible_and_fits_a_phone(deployed: Deployed, page: Page, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]

    page.goto(deployed.outputs["SiteUrl"] + path)
    if path == "/stay/":
        OptInPage(page).shows("missing")

    assert_accessible(page)
    assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    assert "{{" not in page.content()


def test_without_scripts_the_page_says_how_to_join_by_email(deployed: Deployed, browser: Browser) -> None:
    context = new_context(browser, java_script_enabled=False)
    plain = context.new_page()

    plain.goto(deployed.outputs["SiteUrl"] + "/stay/")

    assert "Reply to the email we sent you" in plain.inner_text("main")
    context.close()
