"""Hostile names, titles, notes and addresses, a hundred thousand of them: each gives a correct mail or a clear refusal.

Each hostile piece is tried in each field alone, then what chance puts together; `make unit` tries a twentieth of that.
The inputs are the same in every run: what fails once fails until it is mended.
"""

import email
import json
import random
import re
from collections import Counter
from email.header import decode_header, make_header
from html.parser import HTMLParser
from itertools import chain
from typing import Any, get_args

import pytest

from functions.domain.decisions.events import Rejected
from functions.domain.decisions.parse import parse_event
from functions.domain.employers.language import Language
from functions.domain.errors import Permanent
from functions.letters.rejection import compose_rejection
from functions.letters.wording import read_wordings
from functions.mail.message import Mail
from tests.builders import REF, invitation_link, policy, rejected_event
from tests.examples import scaled

INPUTS, PARTS = scaled(100_000), 8
LARGEST_MAIL = 30_000
COMPANY, WORDINGS = policy(), read_wordings()
LANGUAGES: tuple[Language, ...] = get_args(Language)

CONTROL = [chr(code) for code in (*range(32), 127, 0x85, 0x2028, 0x2029)]
INVISIBLE = [
    chr(code) for code in (0xAD, 0x61C, 0x200B, 0x200E, 0x200F, 0x202E, 0x202E, 0x2066, 0x2069, 0xFEFF, 0x3164)
]
MARKUP = ["<script>", "</script>", "<img src=x onerror=alert(1)>", "</td></table>", "<!--", "-->", "&amp;", "&#x3c;"]
TEMPLATES = ["{{first_name}}", "{title}", "{0}", "{", "}", "$body", "${subject}", "%s", "{% raw %}", "<%= x %>"]
HEADERS = ["\r\nBcc: max@evil.example", "\nX-Evil: 1", "=?utf-8?q?=0d=0aBcc:?=", "; charset=x", "\r\n\r\n<html>"]
SCRIPTS = [
    "محمد علي",
    "יוסי כהן",
    "王小明",
    "Олена",
    "प्रिया",
    "김민준",
    "Đặng",
    "a\u0301",
    "क्\u200dष",
    "🙂",
    "👩\u200d👧",
]
SURROGATES = ["\ud800", "\udfff", "\udc00\ud800", "a\ud83d"]
ADDRESSES = ["@", "@@", "sam@", "@example.com", "a@b", "sam@xn--", "sam@münchen.example", "<sam@x.example>"]
PLAIN = [
    "Sam",
    "O'Brien",
    "Warehouse Associate",
    "sam@example.com",
    "A",
    " ",
    "C++ / C#",
    "Shift (22:00–06:00)",
    "50 %",
]
POOLS = [CONTROL, INVISIBLE, MARKUP, TEMPLATES, HEADERS, SCRIPTS, SURROGATES, ADDRESSES, PLAIN, PLAIN, PLAIN]


def typed(chance: random.Random) -> str:
    """Something that somebody may type, paste or send, up to 10,000 characters."""
    text = "".join(chance.choice(chance.choice(POOLS)) for _ in range(chance.randint(1, 5)))
    return text * chance.choice([1] * 30 + [50, 10_000 // len(text) + 1]) if chance.random() < 0.5 else text


def event(chance: random.Random) -> str:
    """A decision in which one to three fields are hostile."""
    data: dict[str, Any] = {"candidate": {}, "job": {}}
    for _ in range(chance.randint(1, 3)):
        where, name = chance.choice(FIELDS)
        put(data, where, name, typed(chance))
    return as_json(data)


def put(data: dict[str, Any], where: str | None, name: str, text: str) -> None:
    place = data if where is None else data.setdefault(where, {})
    place[name] = text


def as_json(data: dict[str, Any]) -> str:
    # JSON keeps a lone surrogate as an escape; a queue could never deliver one as it is.
    return json.dumps(rejected_event(**data), default=str)


FIELDS = [
    ("candidate", "given_name"),
    ("candidate", "family_name"),
    ("candidate", "email"),
    ("candidate", "locale"),
    ("job", "title"),
    ("job", "location"),
    ("recruiter", "name"),
    ("recruiter", "email"),
    (None, "note"),
]
EXPECTED_HEADERS = [
    *("From", "To", "Reply-To", "Subject", "Message-ID", "Auto-Submitted", "MIME-Version"),
    *("Content-Language", "Content-Type"),
]
TAG = re.compile(r"<\s*[/!?]?\s*[A-Za-z\[-]+")
# Controls but for the line break, surrogates, private use, what steers the direction, and what was not filled in.
NEVER_SHOWN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ue000-\uf8ff\u061c\u200e\u200f\u202a-\u202e\u2066\u2067]"
    r"|\{\{|\$\{|\{%|<%"
)


class Nesting(HTMLParser):
    """Whether each tag is closed in its order."""

    VOID = frozenset({"meta", "br", "img", "link", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.open = list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def check_nesting(html: str) -> None:
    nesting = Nesting()
    nesting.feed(html)
    nesting.close()
    assert nesting.open == []


def tags_of(html: str) -> set[str]:
    """Whatever could begin a tag, a comment or a declaration."""
    return set(TAG.findall(html))


def usual_tags() -> set[str]:
    return tags_of(mail_of(parse_event(json.dumps(rejected_event(), default=str)).event, "en-CA").html)


def mail_of(decided: object, language: Language) -> Mail:
    assert isinstance(decided, Rejected)
    return compose_rejection(
        [decided.data], ref=REF, policy=COMPANY, wording=WORDINGS.of(language), invitation_link=invitation_link()
    )


def content_of(part: Any) -> str:
    content: bytes = part.get_payload(decode=True)
    return content.decode()


def check(mail: Mail, tags: set[str]) -> None:
    """What any mail has to be, whatever was typed into it."""
    assert len(mail.raw) < LARGEST_MAIL
    # compat32 is several times as fast as the modern policy, which tests/unit/mail/test_message.py reads mails with.
    message = email.message_from_bytes(mail.raw)
    assert message.keys() == EXPECTED_HEADERS
    assert not message.defects
    text, html = (content_of(part) for part in message.get_payload())
    assert text.replace("\r\n", "\n") == mail.text
    assert html.replace("\r\n", "\n").rstrip() == mail.html.rstrip()
    assert str(make_header(decode_header(message["Subject"]))) == mail.subject
    assert (message["To"], message["Reply-To"]) == (mail.to.reveal(), mail.reply_to.reveal())
    for shown in (mail.subject, mail.text, mail.html):
        assert not NEVER_SHOWN.search(shown)
        assert shown.count("\u2068") == shown.count("\u2069")
    assert tags_of(mail.html) <= tags
    assert mail.html.count("<script") == 1


def check_refusal(refused: Permanent) -> None:
    assert refused.code in {"invalid_event", "not_json", "too_large"}
    assert refused.detail
    assert refused.detail.isprintable()


def outcome_of(decision: str, number: int, tags: set[str]) -> str:
    """Check what becomes of a decision, and say which of both it was."""
    try:
        decided = parse_event(decision).event
    except Permanent as refused:
        check_refusal(refused)
        return "refused"
    mail = mail_of(decided, LANGUAGES[number % len(LANGUAGES)])
    check(mail, tags)
    if number % 10 == 0:
        check_nesting(mail.html)
    return "composed"


@pytest.mark.parametrize(("where", "name"), FIELDS)
def test_each_piece_alone_in_a_field_gives_a_correct_mail_or_a_clear_refusal(where: str | None, name: str) -> None:
    tags = usual_tags()
    for number, text in enumerate(dict.fromkeys(chain.from_iterable(POOLS))):
        data: dict[str, Any] = {"candidate": {}, "job": {}}
        put(data, where, name, text)
        outcome_of(as_json(data), number, tags)


@pytest.mark.parametrize("part", range(PARTS))
def test_each_gives_a_correct_mail_or_a_clear_refusal(part: int) -> None:
    chance, tags = random.Random(part), usual_tags()  # noqa: S311
    ends = Counter(outcome_of(event(chance), number, tags) for number in range(INPUTS // PARTS))
    # Neither way may be the only one: the test would look at half of the code.
    assert min(ends["refused"], ends["composed"]) > INPUTS // PARTS // 10
