"""The list of jobs in both parts: the same words, and nothing that a person typed becomes markup or another item."""

import re
from html.parser import HTMLParser

import pytest

from functions.letters.rejection import InvitationLink
from functions.mail.message import Mail
from tests.builders import Json, invitation_link
from tests.unit.letters.test_rejection import REASONS
from tests.unit.letters.test_rejection_html import HOSTILE, read, same_words, seen
from tests.unit.letters.test_rejection_several import compose_both, items


class Items(HTMLParser):
    """The text of every list item."""

    def __init__(self) -> None:
        super().__init__()
        self.listed: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "li":
            self._inside = True
            self.listed.append("")
        elif tag == "br" and self._inside:
            self.listed[-1] += "\n"

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "li"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.listed[-1] += data


def html_items(mail: Mail) -> list[str]:
    reader = Items()
    reader.feed(mail.html)
    reader.close()
    return reader.listed


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("invitation", [invitation_link(), None], ids=["invited", "not invited"])
def test_text_and_html_say_the_same(invitation: InvitationLink | None, reason: str) -> None:
    mail = compose_both({"reason": reason, "note": "Well <done> & thank you"}, invitation_link=invitation)
    assert seen(mail.html) == same_words(re.sub(r"(?m)^- ", "", mail.text), invitation)
    assert html_items(mail) == [item.replace("\n  ", "\n") for item in items(mail)]
    assert re.findall(r"<(/?ul|li)\b", mail.html) == ["ul", "li", "li", "/ul"]


@pytest.mark.parametrize(
    "told",
    [{"job": {"title": HOSTILE}}, {"job": {"location": HOSTILE[:60]}}, {"note": HOSTILE}],
    ids=lambda told: next(iter(told)),
)
def test_what_people_typed_never_becomes_markup(told: Json) -> None:
    mail = compose_both(None, told, invitation_link=invitation_link())
    plain = compose_both({"note": "x"}, invitation_link=invitation_link())
    assert read(mail.html).tags | {"br"} == read(plain.html).tags
    assert mail.html.count("<script") == 1
    assert "<img" not in mail.html


def test_braces_and_dollars_are_shown_as_they_were_typed() -> None:
    typed = "{title} {0} {job} %s $subject $ {body}"
    mail = compose_both({"job": {"title": typed, "location": "{reason}"}, "note": typed})
    expected = (
        f"{typed} ({{reason}}): The position has been filled.",
        f"A note from Dana Lee: “{typed}”",
    )
    assert items(mail)[0] == "\n  ".join(expected)
    assert html_items(mail)[0] == "\n".join(expected)


@pytest.mark.parametrize("break_", ["\r\n", "\n- ", "\n\n", "\u2028", "\x0b", "\x1b[2J", "\u202e"])
def test_what_people_typed_stays_in_its_line(break_: str) -> None:
    typed = f"Clerk{break_}Hired"
    mail = compose_both({"job": {"title": typed, "location": f"In {typed}"}, "note": typed})
    job, note = items(mail)[0].split("\n  ")
    assert len(items(mail)) == len(html_items(mail)) == 2
    assert re.fullmatch(r"Clerk.*Hired \(In Clerk.*Hired\): The position has been filled\.", job)
    assert re.fullmatch(r"A note from Dana Lee: “Clerk.*Hired”", note)
    assert re.search(r"[\x00-\x09\x0b-\x1f\x7f\u2028\u202e]", mail.text) is None
