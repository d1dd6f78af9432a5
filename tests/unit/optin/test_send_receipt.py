"""Which opt-ins get a receipt by mail, and that nothing that happens to it changes the answer."""

from collections.abc import Iterator
from typing import Any

import pytest

from functions.domain.personal_data import EmailAddress
from functions.domain.pool.invitation import Invitation, KeyRing
from functions.domain.pool.unsubscribe import verify
from functions.runtime.observability import metrics
from tests.fakes.optin import StubLedger, World, refused
from tests.optin_builders import CANDIDATE, EMAIL, KEYS, SITE_URL, SOURCE, answers, notice, rejection


@pytest.fixture(autouse=True)
def _no_metrics_left() -> Iterator[None]:
    metrics.clear_metrics()
    yield
    metrics.clear_metrics()


def counted() -> dict[str, float]:
    return {name: sum(metric["Value"]) for name, metric in metrics.provider.metric_set.items()}


def test_whoever_joins_gets_one_mail_with_the_receipt_that_the_page_shows() -> None:
    world = World()
    shown = world.join()
    (mail,) = world.mailer.receipts
    assert (mail.identifier, mail.to) == (shown["id"], EmailAddress(EMAIL))
    assert world.mailer.accepted == []
    assert counted() == {"ReceiptSent": 1}


def test_the_same_request_again_sends_nothing() -> None:
    world = World()
    form = world.form()
    for _ in range(3):
        world.join(form)
    assert len(world.mailer.receipts) == 1


@pytest.mark.parametrize(
    "change", [{"purposes": ["openings", "advice"]}, {"agencies": ["northstaff"]}, {"months": 24}], ids=str
)
def test_whoever_agrees_to_something_else_gets_another(change: dict[str, Any]) -> None:
    world = World()
    world.join()
    changed = world.join(world.form(**change))
    assert [mail.identifier for mail in world.mailer.receipts][1:] == [changed["id"]]


def test_whoever_only_corrects_an_answer_gets_none() -> None:
    world = World()
    world.join()
    world.join(world.form(profile=answers(area="M5V")))
    assert len(world.opt_in()["consents"]) == 2
    assert len(world.mailer.receipts) == 1


def test_whoever_agrees_to_new_words_gets_them_by_mail() -> None:
    world = World()
    world.join()
    consent = world.policy.consent.model_copy(update={"intro": "New words.", "version": "2"})
    world.policy = world.policy.model_copy(update={"consent": consent})
    world.join(world.form())
    assert "New words." in world.mailer.receipts[1].text


def test_whoever_joins_again_after_leaving_or_after_the_end_gets_one() -> None:
    world = World()
    world.join()
    world.clock.advance(minutes=1)
    withdrawn_at = world.withdraw()
    world.clock.advance(minutes=1)
    world.join(world.form(rejoin_after=withdrawn_at))
    assert len(world.mailer.receipts) == 2


def test_what_was_refused_sends_nothing() -> None:
    world = World()
    with refused("invalid-opt-in"):
        world.join(world.form(months=7))
    with refused("consent-changed"):
        world.join(world.form(consent={**world.form()["consent"], "version": "0"}))
    assert world.mailer.attempts == 0


def test_looking_withdrawing_and_exporting_send_nothing() -> None:
    world = World()
    world.join()
    world.clock.advance(minutes=1)
    for look in (world.invitation, world.opt_in, world.export, world.look_at_the_link):
        look()
    world.withdraw()
    world.unsubscribe()
    assert world.mailer.attempts == 1


def test_its_links_are_this_candidates_own() -> None:
    world = World()
    world.join()
    (mail,) = world.mailer.receipts
    address, _, token = str(mail.unsubscribe_url).rpartition("/")
    assert (address, verify(token, KEYS)) == (f"{SITE_URL}/api/unsubscribe", CANDIDATE)
    code = mail.text.partition("/stay/#")[2].split()[0]
    assert KEYS.verify(code) == KEYS.verify(world.code)
    assert world.code not in str(mail.unsubscribe_url)


def test_its_language_is_the_candidates_own_where_the_employer_offers_it() -> None:
    for locale, language in [("fr-CA", "fr-CA"), ("de_AT", "de"), ("ja", "en-CA"), (None, "en-CA")]:
        world = World(ledger=StubLedger(notice(decision=rejection(locale=locale))))
        world.join()
        assert world.mailer.receipts[0].language == language


def test_a_code_of_the_key_before_is_signed_anew() -> None:
    old = KeyRing("the key before")
    invitation = KEYS.verify(World().code)
    code = old.sign(Invitation(invitation.notice, invitation.candidate, invitation.expires_at))
    rotated = World(code=code, ring=KeyRing("a secret that signs", "the key before"))
    rotated.join()
    assert f"/stay/#{KEYS.sign(invitation)}" in rotated.mailer.receipts[0].text


def test_another_employers_receipt_speaks_in_its_own_name() -> None:
    world = World()
    brand = world.policy.brand.model_copy(update={"name": "Harbour Foods"})
    world.policy = world.policy.model_copy(update={"brand": brand})
    world.join()
    assert "Harbour Foods" in world.mailer.receipts[0].subject
    assert SOURCE not in world.mailer.receipts[0].text
