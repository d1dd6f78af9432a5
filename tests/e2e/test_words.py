"""In the candidate's own language, for the employer whose decision it was: the deployed stack, the mail, the page."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from functions.domain.employers.language import Language
from ops.words.source import read_wording
from tests.e2e.decisions import SOURCE, rejected
from tests.e2e.deployed import Deployed, until
from tests.e2e.opt_in_page import OptInPage

HARBOUR = "/ats/example/harbour"


def of_harbour(message: str) -> str:
    return json.dumps(json.loads(message) | {"source": HARBOUR})


@pytest.mark.parametrize(
    ("locale", "language", "decision"),
    [
        ("fr-CA", "fr-CA", "Nous regrettons de vous annoncer que nous ne vous proposerons pas ce poste."),
        ("es-MX", "es", "Lamentamos decirle que no le ofreceremos este puesto."),
        ("de-AT", "de", "Leider können wir Ihnen diese Stelle nicht anbieten."),
        ("pl", "pl", "Przykro nam, ale nie zaproponujemy Ci pracy na tym stanowisku."),
        ("pt-PT", "pt-PT", "Infelizmente, não lhe vamos oferecer esta vaga."),
        ("zh-CN", "en-CA", "We are sorry, but we will not be offering you this job."),
    ],
)
def test_a_candidate_is_told_in_their_own_language(
    deployed: Deployed, locale: str, language: Language, decision: str
) -> None:
    person = f"speaks-{locale.lower()}"
    deployed.publish(rejected(person, f"{person}@example.com", candidate={"locale": locale}))
    mail = deployed.mail_to(f"{person}@example.com")
    assert decision in mail["BodyText"]
    assert f'<html lang="{language}"' in mail["BodyHtml"]
    until(lambda: deployed.state_of(SOURCE, person) == "ACCEPTED", f"{person} to be told")
    notice = deployed.notice(SOURCE, person)
    assert notice is not None
    assert notice["claim"]["template"] == read_wording(language).version


def test_a_decision_of_another_employer_is_told_and_asked_for_in_its_name_alone(deployed: Deployed, page: Page) -> None:
    deployed.publish(of_harbour(rejected("harbour-1", "harbour-1@example.com")))
    mail = deployed.mail_to("harbour-1@example.com")
    assert mail["Source"] == "harbour@acme.example"
    assert mail["Subject"] == "Your application for Warehouse Associate at Harbour Foods"
    assert "Harbour Foods\n22 Pier Street" in mail["BodyText"].replace("\r\n", "\n")
    assert "Acme" not in mail["BodyText"] + mail["BodyHtml"]

    form = OptInPage(page)
    form.open(deployed.link_in(mail))
    expect(page).to_have_title(re.compile("Harbour Foods$"))
    seen = page.inner_text("body")
    assert "Harbour Foods may keep these answers" in seen
    assert "Acme" not in seen
    page.get_by_role("link", name="Privacy", exact=True).click()
    expect(page).to_have_url(re.compile("/of/harbour/en-CA/privacy/$"))
    expect(page.get_by_role("banner")).to_contain_text("Harbour Foods")
    expect(page.get_by_role("main")).to_contain_text("Harbour Foods, 22 Pier Street")
    page.get_by_role("banner").get_by_role("link", name="Harbour Foods").click()
    expect(page).to_have_url(re.compile("/of/harbour/en-CA/$"))
    assert "Acme" not in page.inner_text("body")


def test_one_mailbox_at_two_employers_gets_two_mails(deployed: Deployed) -> None:
    address = "two-employers@example.com"
    deployed.publish(rejected("two-1", address), of_harbour(rejected("two-2", address)))
    until(lambda: len(deployed.mails(address)) == 2, "both to be told")
    assert sorted("Harbour" in mail["BodyText"] for mail in deployed.mails(address)) == [False, True]


def test_a_note_that_may_not_be_shown_is_left_out_and_the_notice_goes_out(deployed: Deployed) -> None:
    recruiter = {"name": "Dana Lee", "email": "dana@acme.example"}
    noted = rejected("noted", "noted@example.com", note="Others were better than you.", recruiter=recruiter)
    deployed.publish(noted)
    text = deployed.mail_to("noted@example.com")["BodyText"]
    assert "better" not in text
    assert "Dana Lee" in text
    # Published again, it changes nothing.
    (line,) = deployed.logged("note left out", '"noted"', again=lambda: deployed.publish(noted))
    assert "a forbidden word" in line
    assert "better" not in line
