"""The letters to people of the talent pool: what each says, offers and leaves out, in every language."""

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from functions.domain.employers.language import Language
from functions.domain.notices.reference import NoticeRef
from functions.domain.personal_data import EmailAddress, PersonName
from functions.domain.pool.membership import ERASED_BY_EMPLOYER
from functions.letters.address_change import compose_address_changed, compose_confirm_address
from functions.letters.agency_left import compose_agency_left
from functions.letters.farewell import compose_erased, compose_expired, compose_withdrawn
from functions.letters.link import compose_link
from functions.letters.pool_letter import Addressee, Frame, SelfServiceLinks
from functions.letters.renewal import compose_renewal
from functions.mail.message import Mail
from ops.words.lint.combinations import LANGUAGES
from ops.words.lint.letter_samples import NAMES, letter_of
from ops.words.source import read_wording
from tests.optin_builders import EMAIL, FAMILY_NAME, GIVEN_NAME, NOW, SITE_URL, policy, receipt

LINKS = SelfServiceLinks(SITE_URL, "c" * 84, f"{SITE_URL}/api/unsubscribe/{'t' * 60}")
COMPANY = policy()
LATER = NOW + timedelta(days=30)
# A letter to somebody who is in the pool can be unsubscribed from.
OF_MEMBERS = {"receipt", "renewal", "link", "agency-left"}


def frame(language: Language = "en") -> Frame:
    to = Addressee(EmailAddress(EMAIL), PersonName(GIVEN_NAME), PersonName(FAMILY_NAME))
    return Frame(to, NoticeRef("0" * 32), COMPANY, read_wording(language), COMPANY.brand.time_zone)


def stranger() -> Frame:
    """The frame of a letter to an address of which nobody has proven whose it is."""
    return replace(frame(), to=Addressee(EmailAddress("new@mailbox.example")))


def links_of(mail: Mail) -> list[str]:
    return [html.unescape(link) for link in re.findall(r'href="([^"]+)"', mail.html)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_letter_says_the_same_in_both_parts_and_names_its_sender(name: str, language: Language) -> None:
    mail = letter_of(name, COMPANY, read_wording(language))
    for part in (mail.text, html.unescape(mail.html)):
        assert COMPANY.brand.postal_address in part
        assert not re.search(r"\{|\}", re.sub(r"(?s)<style>.*?</style>|<script.*?</script>", "", part))
    assert COMPANY.brand.name in mail.subject
    assert links_of(mail) == list(dict.fromkeys(re.findall(r"https://\S+", mail.text)))
    assert (mail.unsubscribe_url is not None) == (name in OF_MEMBERS)


def test_a_renewal_offers_to_stay_to_change_and_to_leave_and_says_what_silence_means() -> None:
    mail = compose_renewal(frame(), receipt(), LINKS)
    assert mail.subject == f"{COMPANY.brand.name}: your consent ends on 23 November 2027"
    assert "If you do nothing, we will delete your details after that day" in mail.text
    assert "If you would like to stay, open your page and agree again there." in mail.text
    assert links_of(mail) == [LINKS.page, LINKS.unsubscribe]


@pytest.mark.parametrize(
    ("method", "says"),
    [
        ("web form", "on the page behind your link"),
        ("one-click unsubscribe", "with “Unsubscribe” in one of our emails"),
        ("by email, entered by an operator", "as you asked us to"),
    ],
)
def test_a_farewell_says_how_it_came_about_and_how_to_come_back(method: str, says: str) -> None:
    mail = compose_withdrawn(frame(), NOW, method, LATER, LINKS)
    assert f"Everything was taken back on 23 November 2026, {says}." in mail.text
    assert "you can join again until 23 December 2026:" in mail.text
    assert links_of(mail) == [LINKS.page]


def test_a_farewell_whose_link_leads_nowhere_has_none() -> None:
    for mail in (compose_withdrawn(frame(), NOW, "web form", NOW, LINKS), compose_expired(frame(), NOW, NOW, LINKS)):
        assert "join again" not in mail.text
        assert links_of(mail) == []


def test_a_consent_that_has_ended_is_said_to_have_ended() -> None:
    mail = compose_expired(frame(), NOW, LATER, LINKS)
    assert "Your consent ended on 23 November 2026." in mail.text


def test_of_an_erasure_the_letter_has_no_link_and_says_what_it_does_not_cover() -> None:
    mail = compose_erased(stranger(), NOW, "web form")
    assert links_of(mail) == []
    assert COMPANY.brand.privacy_contact.reveal() in mail.text
    # Where the employer's system has erased the applications, nothing is kept apart any more.
    assert "kept apart" in mail.text
    assert "kept apart" not in compose_erased(stranger(), NOW, ERASED_BY_EMPLOYER).text


def test_neither_letter_about_an_address_names_the_other_address_or_the_person() -> None:
    page = f"{SITE_URL}/address/#{'a' * 64}"
    for mail in (compose_confirm_address(stranger(), LATER, page), compose_address_changed(stranger(), NOW, page)):
        assert links_of(mail) == [page]
        for part in (mail.subject, mail.text, mail.html):
            assert not [word for word in (EMAIL, GIVEN_NAME, FAMILY_NAME) if word in part]


def test_whoever_asked_for_the_link_gets_it_and_others_need_do_nothing() -> None:
    mail = compose_link(frame(), LINKS)
    assert LINKS.page in mail.text
    assert "If this was not you, you do not need to do anything" in mail.text


def test_an_agency_that_has_left_is_named_as_the_person_agreed_to_it() -> None:
    mail = compose_agency_left(frame(), "Bygone Staffing", LINKS)
    assert "Bygone Staffing is no longer one of our agencies." in mail.text
    assert "What you agreed to stays on record" in mail.text
