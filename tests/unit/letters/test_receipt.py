"""The receipt as a mail: what it quotes, whose language it speaks, and what it leaves out."""

import email
import email.policy
import html
import re
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest

from functions.domain.employers.language import Language
from functions.domain.notices.reference import NoticeRef
from functions.domain.personal_data import EmailAddress, PersonName
from functions.domain.pool.membership import OptIn
from functions.letters.pool_letter import Addressee, Frame, SelfServiceLinks
from functions.letters.receipt import compose_receipt
from functions.mail.message import Mail
from ops.words.source import read_wording
from tests.optin_builders import AREA, EMAIL, FAMILY_NAME, SITE_URL, opt_in, policy, receipt

CODE, TOKEN = "c" * 80, "t" * 48
UNSUBSCRIBE = f"{SITE_URL}/api/unsubscribe/{TOKEN}"
COMPANY = policy()
AGENCY = COMPANY.agencies[0]
PURPOSES = [{"id": purpose.id, "text": purpose.text} for purpose in COMPANY.consent.purposes]
AGENCIES = [{"id": AGENCY.id, "name": AGENCY.name, "text": AGENCY.text}]


def joined(**changes: Any) -> OptIn:
    agreed = receipt("receipt1", intro=COMPANY.consent.intro, purposes=PURPOSES, agencies=AGENCIES)
    return opt_in(**{"receipt": agreed, **changes})


def composed(told: OptIn | None = None, language: Language = "en", **changes: Any) -> Mail:
    told, company = told or joined(), replace(COMPANY, **changes)
    to = Addressee(told.email, told.given_name, told.family_name)
    frame = Frame(to, NoticeRef("receipt1"), company, read_wording(language), company.brand.time_zone)
    return compose_receipt(frame, told.receipt, SelfServiceLinks(SITE_URL, CODE, UNSUBSCRIBE))


def parsed(mail: Mail) -> EmailMessage:
    message = email.message_from_bytes(mail.raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def both_parts(mail: Mail) -> tuple[str, str]:
    """As text, whatever the encoding."""
    return mail.text, html.unescape(mail.html)


def test_everything_that_was_agreed_to_stands_in_both_parts_word_for_word() -> None:
    for part in both_parts(composed()):
        for agreed in (COMPANY.consent.intro, *(purpose["text"] for purpose in PURPOSES), AGENCY.text):
            assert agreed in part
        assert "until 23 November 2027" in part


def test_what_was_not_ticked_is_not_quoted() -> None:
    alone = joined(receipt=receipt(purposes=PURPOSES[:1]))
    for part in both_parts(composed(alone)):
        assert PURPOSES[0]["text"] in part
        assert PURPOSES[1]["text"] not in part
        assert AGENCY.name not in part


def test_the_words_are_those_of_the_receipt_and_not_those_of_today() -> None:
    old = joined(receipt=receipt(intro="The words of then.", purposes=[{"id": "openings", "text": "As it was."}]))
    for part in both_parts(composed(old)):
        assert "The words of then." in part
        assert "As it was." in part
        assert COMPANY.consent.intro not in part


def test_the_link_is_a_button_in_html_an_address_in_text_and_the_same_page() -> None:
    text, page = composed().text, composed().html
    assert f"{SITE_URL}/stay/#{CODE}\n" in text
    assert re.findall(r'href="([^"]+)"', page) == [f"{SITE_URL}/stay/#{CODE}", UNSUBSCRIBE]


def test_what_the_link_does_stands_before_it_in_both_parts() -> None:
    says = "You can see your details, change them, or take everything back in one step."
    for part in both_parts(composed()):
        assert part.index(says) < part.index(f"{SITE_URL}/stay/#{CODE}")


def test_it_can_be_unsubscribed_from_with_one_click_and_by_eye() -> None:
    message = parsed(composed())
    contact = COMPANY.brand.contact_email.reveal()
    assert message["List-Unsubscribe"] == f"<{UNSUBSCRIBE}>, <mailto:{contact}?subject=unsubscribe>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for part in both_parts(composed()):
        assert UNSUBSCRIBE in part.split(COMPANY.brand.postal_address)[1]


def test_it_goes_from_the_employer_to_the_person_and_says_which_receipt_it_is() -> None:
    mail = composed()
    message = parsed(mail)
    assert str(message["To"]) == EMAIL
    assert message["From"].addresses[0].addr_spec == COMPANY.sender.email.reveal()
    assert str(message["Reply-To"]) == COMPANY.brand.contact_email.reveal()
    assert str(message["Message-ID"]) == "<receipt1-1@acme.example>"
    assert (mail.kind, mail.identifier) == ("letter", "receipt1-1")
    assert COMPANY.brand.name in str(message["Subject"])


def test_nothing_personal_stands_in_it_but_name_and_address() -> None:
    mail = composed()
    for part in (*both_parts(mail), mail.subject):
        assert [word for word in (EMAIL, FAMILY_NAME, AREA, "forklift", "warehouse") if word in part] == []
    assert EMAIL not in mail.raw.decode().partition("\r\n\r\n")[2]


@pytest.mark.parametrize("name", [None, PersonName("https://evil.example"), PersonName("Candidate")])
def test_who_has_no_name_that_can_be_shown_is_greeted_without(name: PersonName | None) -> None:
    assert composed(joined(given_name=name)).text.startswith("Hello,\n")


@pytest.mark.parametrize("language", ["en", "en-CA", "en-US", "de", "es", "fr", "fr-CA", "pl", "pt", "pt-PT"])
def test_every_language_has_all_of_its_words_and_quotes_the_consent_in_its_own(language: Language) -> None:
    mail = composed(language=language)
    assert parsed(mail)["Content-Language"] == language
    assert f'lang="{language}"' in mail.html
    for part in both_parts(mail):
        assert COMPANY.consent.intro in part
        assert not re.search(r"\{|\}|\$\w", re.sub(r"(?s)<style>.*?</style>|<script.*?</script>", "", part))
        assert UNSUBSCRIBE in part


def test_the_last_day_is_that_of_the_persons_time_zone() -> None:
    late = joined().receipt.expires_at.replace(hour=2)
    assert "until 22 November 2027" in composed(joined(receipt=receipt(expires_at=late))).text


def test_what_an_employer_writes_can_neither_break_the_page_nor_a_header() -> None:
    agreed = [{"id": "x", "text": '</p><script>alert("x")</script> & {company} $body'}]
    mail = composed(joined(receipt=receipt(purposes=agreed)))
    assert "<script>alert" not in mail.html
    assert agreed[0]["text"] in mail.text
    assert agreed[0]["text"] in html.unescape(mail.html)


def test_a_signature_stands_at_the_end_where_the_employer_has_one() -> None:
    assert "Kind regards,\nThe hiring team" in composed().text
    signed = replace(COMPANY.sender, signature="Acme People")
    assert "Kind regards,\nAcme People" in composed(sender=signed).text


def test_it_is_sent_to_the_address_on_record() -> None:
    elsewhere = joined(email=EmailAddress("elsewhere@mailbox.example"))
    assert str(parsed(composed(elsewhere))["To"]) == "elsewhere@mailbox.example"
