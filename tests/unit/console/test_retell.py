"""The words that a candidate was told: shown where they are proven to be the same, else with the reason."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.console.notice_views import ToldWords
from functions.console.retell import retell
from functions.domain.employers.employers import Employers
from functions.domain.notices.notice import Notice
from functions.domain.notices.owed_letter import LetterKind, OwedLetter
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.states import State
from functions.domain.personal_data import EmailAddress
from functions.domain.pool.key_ring import KeyRing
from functions.domain.pool.membership import Member, OptIn
from functions.letters.rejection_composer import RejectionComposer
from functions.letters.wording import read_wordings
from functions.notify.composer import LetterComposer
from tests.builders import DECIDED_AT, HOLD, REF, claim, employers, notice, rejection
from tests.fakes.ledger import FakeLedger
from tests.optin_builders import keyed, opt_in

KEYS = KeyRing("a key")
SITE_URL = "https://stay.acme.example"
SENT_AT = DECIDED_AT + HOLD
MAILBOX = "mailbox-1"


class FakeMailbox:
    """The talent pool, with these people at every address."""

    def __init__(self, *members: Member) -> None:
        self._members = members

    def mailbox(self, employer: str, email: EmailAddress) -> str:
        return MAILBOX

    def at_mailboxes(self, mailboxes: Collection[str]) -> dict[str, list[Member]]:
        return {mailbox: list(self._members) for mailbox in mailboxes}


def told(
    *notices: Notice, seconds: float = 2, others_open: bool = False, profile: OptIn | None = None, **of_claim: Any
) -> list[Notice]:
    """Notices after one email about them, which notify composed some seconds before its claim."""
    composer = LetterComposer(employers(), read_wordings(), KEYS, SITE_URL, keyed)
    mail = composer.compose(notices, SENT_AT, others_open=others_open, profile=profile)
    together = tuple(one.ref for one in notices) if len(notices) > 1 else ()
    values = {"template": mail.template, "text_sha256": mail.text_sha256, "together": together, **of_claim}
    sent = claim(at=SENT_AT + timedelta(seconds=seconds), sent_to=mail.to, **values)
    return [replace(one, state=State.ACCEPTED, claim=sent) for one in notices]


def retold(
    shown: Notice, *others: Notice, members: tuple[Member, ...] = (), keys: KeyRing = KEYS, of: Employers | None = None
) -> ToldWords:
    ledger, known = FakeLedger(), of or employers()
    for one in (shown, *others):
        assert ledger.open(one, SENT_AT) is None
    composer = RejectionComposer(known, read_wordings(), keys, SITE_URL, keyed)
    return retell(shown, ledger=ledger, pool=FakeMailbox(*members), employers=known, composer=composer)


@pytest.mark.parametrize("seconds", [0, 0.4, 7.9])
@pytest.mark.parametrize("others_open", [True, False])
def test_the_words_are_those_of_the_email(seconds: float, others_open: bool) -> None:
    (sent,) = told(notice(), seconds=seconds, others_open=others_open)
    words = retold(sent)
    assert (words.missing, words.language) == (None, "en-CA")
    assert "Warehouse Associate" in words.subject
    assert "Sam" in words.text


def test_the_link_is_not_shown_because_it_opens_the_candidates_page() -> None:
    (sent,) = told(notice())
    text = retold(sent).text
    assert f"{SITE_URL}/en-CA/stay/#…\n" in text
    assert not [line for line in text.splitlines() if len(line) >= 80 and " " not in line]


def test_whoever_was_not_invited_has_no_link_to_look_for() -> None:
    (sent,) = told(notice(decision=rejection(invite=False)))
    words = retold(sent)
    assert (words.missing, "/stay/" in words.text) == (None, False)


def test_an_email_about_several_applications_is_shown_with_each() -> None:
    other = NoticeRef.of("/ats/example/acme", "A-2")
    second = notice(ref=other, application_id="A-2", decision=rejection(job={"title": "Forklift Driver"}))
    sent = told(notice(), second)
    for shown, beside in (sent, sent[::-1]):
        words = retold(shown, beside)
        assert (words.missing, "Forklift Driver" in words.text) == (None, True)


def test_whoever_was_in_the_pool_already_was_told_so() -> None:
    member = opt_in()
    (sent,) = told(notice(), profile=member)
    assert retold(sent, members=(member,)).missing is None
    assert "can't be proven" in (retold(sent).missing or "")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"claim": None}, "no email was attempted"),
        ({"decision": None}, "the person was erased"),
        ({"decision": rejection(job={"title": "Welder"})}, "can't be proven"),
        ({"letter": OwedLetter(LetterKind.RECEIPT, "r1", "c" * 32, REF, DECIDED_AT, "en")}, "a letter"),
    ],
)
def test_what_can_not_be_shown_says_why(changed: dict[str, Any], why: str) -> None:
    (sent,) = told(notice())
    words = retold(replace(sent, **changed))
    assert (words.text, why in (words.missing or "")) == ("", True)


def test_other_words_are_never_shown_as_those_of_then() -> None:
    (sent,) = told(notice(), template="en-CA-0000")
    assert "were of version en-CA-0000" in (retold(sent).missing or "")


def test_an_older_key_is_known_and_a_lost_one_proves_nothing() -> None:
    (sent,) = told(notice())
    assert retold(sent, keys=KeyRing("a newer key", "a key")).missing is None
    assert retold(sent, keys=KeyRing("a newer key", revoked=["a key"])).missing is None
    assert "can't be proven" in (retold(sent, keys=KeyRing("a newer key")).missing or "")
