"""The HTML part: the same words as the text part, and nothing that a person typed becomes markup."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest

from functions.letters.rejection import InvitationLink
from tests.builders import invitation_link
from tests.unit.letters.test_rejection import REASONS, STAGES, compose_notice, said

HOSTILE = '<script>alert("x")</script><img src=x onerror=y>&bogus;\' "'


class Reader(HTMLParser):
    """What a person sees, and which tags and addresses there are."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self._hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._hidden = tag in {"script", "style", "title"}
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src", "background"}]

    def handle_endtag(self, tag: str) -> None:
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.seen.append(data)


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def seen(html: str) -> str:
    return said(" ".join(read(html).seen))


def same_words(text: str, invitation_link: InvitationLink | None) -> str:
    """The text part as the HTML part says it: a button for the address, and no line before the footer."""
    text = text.replace("\n-- \n", "\n")
    if invitation_link:
        address = f"{invitation_link.site_url}/en/stay/#{invitation_link.code}"
        text = text.replace(address, "Join the talent pool", 1)
    return said(text)


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("invitation", [invitation_link(), None], ids=["invited", "not invited"])
def test_text_and_html_say_the_same(invitation: InvitationLink | None, stage: str, reason: str) -> None:
    mail = compose_notice(invitation, stage=stage, reason=reason, note="Well <done> & thank you")
    assert seen(mail.html) == same_words(mail.text, invitation)


@pytest.mark.parametrize(
    "told",
    [
        {"job": {"title": HOSTILE}},
        {"job": {"location": HOSTILE[:60]}},
        {"note": HOSTILE},
        {"candidate": {"given_name": HOSTILE[:39]}},
        {"recruiter": {"name": HOSTILE[:39]}},
    ],
    ids=lambda told: next(iter(told)),
)
def test_what_people_typed_never_becomes_markup(told: dict[str, Any]) -> None:
    html = compose_notice(invitation_link(), **told).html
    assert read(html).tags == read(compose_notice(invitation_link()).html).tags
    assert html.count("<script") == 1
    assert "<img" not in html


def test_a_hostile_title_is_shown_as_it_was_typed() -> None:
    mail = compose_notice(job={"title": HOSTILE})
    assert HOSTILE in seen(mail.html)
    assert f"<title>{mail.subject}</title>" in unescape(mail.html)


def test_there_is_one_link_and_nothing_is_fetched() -> None:
    html = compose_notice(invitation_link()).html
    assert read(html).addresses == [f"https://stay.acme.example/en/stay/#{'c' * 80}"]
    assert not read(html).tags & {"img", "link", "iframe", "form", "object", "video"}
    assert re.findall("<script.*?>", html) == ['<script type="application/ld+json">']
    assert not re.search(r"url\(|@import|@font-face", html)


def test_the_last_day_to_join_stands_beside_the_button() -> None:
    words = seen(compose_notice(invitation_link()).html)
    assert "You can join until 23 November 2026: Join the talent pool" in words


def test_the_page_says_its_language() -> None:
    html = compose_notice().html
    assert re.findall(r'<(\w+)[^>]* lang="en" dir="ltr"', html) == ["html", "div"]


def test_the_footer_stands_below_the_line_that_signatures_have() -> None:
    letter, footer = compose_notice(invitation_link()).text.split("\n\n-- \n")
    assert letter.endswith("Kind regards,\nDana Lee")
    assert footer.startswith("Acme Logistics\n1 Example Road, Guelph, ON N1G 0A0, Canada\n")


def test_a_mail_is_small() -> None:
    note = "Please do try again in spring. " * 10
    assert len(compose_notice(invitation_link(), note=note).raw) < 12 * 1024
