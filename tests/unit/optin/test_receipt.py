"""Which opt-ins are owed a receipt by email, and that nothing that happens to it changes the answer."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from functions.domain.notices.owed_letter import LetterKind, OwedLetter
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.states import State
from functions.domain.personal_data import EmailAddress
from functions.domain.pool.invitation import Invitation
from functions.runtime.observability import metrics
from tests.fakes.optin import StubLedger, World, refused
from tests.optin_builders import CANDIDATE, EMAIL, KEYS, NOTICE, SOURCE, answers, notice, rejection


@pytest.fixture(autouse=True)
def _no_metrics_left() -> Iterator[None]:
    metrics.clear_metrics()
    yield
    metrics.clear_metrics()


def counted() -> dict[str, float]:
    return {name: sum(metric["Value"]) for name, metric in metrics.provider.metric_set.items()}


def owed(world: World) -> list[OwedLetter]:
    return [item.letter for item in world.owed if item.letter]


def test_whoever_joins_is_owed_the_receipt_that_the_page_shows_and_it_is_queued() -> None:
    world = World()
    shown = world.join()
    (item,) = world.owed
    invitation = KEYS.verify(Invitation, world.code)
    assert item.letter == OwedLetter(LetterKind.RECEIPT, shown["id"], CANDIDATE, NOTICE, invitation.expires_at, "en-CA")
    assert (item.state, item.source, item.application_id) == (State.HELD, SOURCE, "A-88123")
    assert (item.due_at, item.decision) == (world.clock.now, None)
    assert world.due_notices.refs == [item.ref]
    assert counted() == {}


def test_nothing_in_what_is_owed_leads_to_the_person() -> None:
    world = World()
    world.join()
    assert EMAIL not in repr(world.owed)


def test_the_same_request_again_is_owed_nothing() -> None:
    world = World()
    form = world.form()
    for _ in range(3):
        world.join(form)
    assert len(world.owed) == len(world.due_notices.refs) == 1


@pytest.mark.parametrize(
    "change", [{"purposes": ["openings", "advice"]}, {"agencies": ["northstaff"]}, {"months": 24}], ids=str
)
def test_whoever_agrees_to_something_else_is_owed_another(change: dict[str, Any]) -> None:
    world = World()
    world.join()
    changed = world.join(world.form(**change))
    assert [receipt.about for receipt in owed(world)][1:] == [changed["id"]]


def test_whoever_only_corrects_an_answer_is_owed_none() -> None:
    world = World()
    world.join()
    world.join(world.form(profile=answers(area="M5V")))
    assert len(world.opt_in()["consents"]) == 1
    assert len(world.owed) == 1


def test_whoever_renews_in_new_words_is_owed_another() -> None:
    world = World()
    world.join()
    consent = replace(world.policy.consent, intro="New words.", version="3")
    world.policy = replace(world.policy, consent=consent)
    changed = world.renew()
    assert [receipt.about for receipt in owed(world)][1:] == [changed["id"]]


def test_whoever_joins_again_after_leaving_is_owed_another() -> None:
    world = World()
    world.join()
    world.clock.advance(minutes=1)
    withdrawn_at = world.withdraw()
    world.clock.advance(minutes=1)
    world.join(world.form(rejoin_after=withdrawn_at))
    kinds = [LetterKind.RECEIPT, LetterKind.WITHDRAWN, LetterKind.RECEIPT]
    assert [letter.kind for letter in owed(world)] == kinds


def test_what_was_refused_is_owed_nothing() -> None:
    world = World()
    with refused("invalid-opt-in"):
        world.join(world.form(months=7))
    with refused("consent-changed"):
        world.join(world.form(consent={**world.form()["consent"], "version": "0"}))
    assert (world.owed, world.due_notices.refs) == ([], [])


def test_looking_and_exporting_queue_nothing_and_leaving_queues_one_farewell() -> None:
    world = World()
    world.join()
    world.clock.advance(minutes=1)
    for look in (world.invitation, world.opt_in, world.export, world.look_at_the_link):
        look()
    assert len(world.due_notices.refs) == 1
    world.withdraw()
    world.unsubscribe()
    assert len(world.due_notices.refs) == 2
    letter = world.owed[-1].letter
    assert letter
    assert (letter.kind, letter.to) == (LetterKind.WITHDRAWN, EmailAddress(EMAIL))


@pytest.mark.parametrize(
    ("locale", "language"), [("fr-CA", "fr-CA"), ("de_AT", "de"), ("ja", "en-CA"), (None, "en-CA")]
)
def test_its_language_is_the_candidates_own_where_the_employer_offers_it(locale: str | None, language: str) -> None:
    world = World(ledger=StubLedger(notice(decision=rejection(locale=locale))))
    world.join()
    assert [receipt.language for receipt in owed(world)] == [language]


@pytest.mark.parametrize("when", ["decision", "later_decision"])
def test_somebody_who_wants_no_email_is_owed_none(when: str) -> None:
    objecting: dict[str, Any] = {when: rejection(can_email=False)}
    world = World(ledger=StubLedger(notice(**objecting)))
    assert world.join()["id"]
    assert (world.owed, world.due_notices.refs) == ([], [])
    assert counted() == {"ReceiptWithheld": 1}


def test_nobodys_mailbox_is_filled_by_changing_to_and_fro() -> None:
    world = World()
    with refused("too-many-changes"):
        for turn in range(40):
            world.clock.advance(seconds=1)
            world.join(world.form(agencies=["northstaff"] if turn % 2 else []))
    assert len(world.opt_in()["consents"]) == 20
    world.clock.advance(days=1)
    world.join(world.form(agencies=["bright-desk"]))
    assert len(world.owed) == 1 + 10 + 1


FAILURES = [KeyError(EMAIL), ReadTimeoutError(endpoint_url=EMAIL)]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: type(failure).__name__)
def test_what_can_not_be_queued_is_on_record_and_changes_no_answer(failure: Exception) -> None:
    world = World()
    world.due_notices.failure = failure
    shown = world.join()
    assert world.opt_in()["receipt"] == shown
    assert [item.ref for item in world.owed] == [NoticeRef(world.owed[0].ref.application)]
    assert counted() == {"LetterNotQueued": 1}
