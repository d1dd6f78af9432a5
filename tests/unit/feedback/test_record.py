"""What feedback makes of an event: the proof in the ledger, the address on the list, in that order."""

from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest

from functions.domain.errors import Permanent
from functions.domain.notices.notice import Claim
from functions.domain.notices.owed_letter import LetterKind, OwedLetter
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.states import DeliveryStatus, State
from functions.domain.personal_data import EmailAddress
from functions.feedback.outcome import EventOutcome, outcome_of
from functions.feedback.ports import Ports
from functions.feedback.record import record
from functions.mail.ses_events import MailEvent, Meaning, parse_mail_event
from tests.builders import DECIDED_AT, REF, claim, notice, ses_event
from tests.fakes.concurrency import FakeDoNotContact
from tests.fakes.ledger import FakeLedger
from tests.fakes.pool import FakePool
from tests.fakes.review import Crash, watched
from tests.fakes.review_queue import FakeDeliveryEvents

SAM = EmailAddress("sam@example.com")
KINDS = ["Send", "Delivery", "Bounce", "Complaint", "DeliveryDelay", "Open", "Click", "Subscription", "Something New"]


@dataclass
class Desk:
    ledger: FakeLedger = field(default_factory=FakeLedger)
    barred: FakeDoNotContact = field(default_factory=FakeDoNotContact)
    pool: FakePool = field(default_factory=FakePool)
    dies: str = ""

    def told(self, held_by: Claim | None = None, **values: object) -> None:
        self.ledger.open(notice(state=State.ACCEPTED, claim=held_by or claim(), **values), DECIDED_AT)

    def record(self, kind: str) -> EventOutcome:
        ports = Ports(watched(FakeDeliveryEvents(self.ledger), self._pass), watched(self.barred, self._pass), self.pool)
        return record(parse_mail_event(ses_event(kind)), ports=ports)

    def _pass(self, moment: str) -> None:
        if moment == self.dies:
            raise Crash


def test_a_worker_that_dies_between_the_two_writes_leaves_nobody_unlisted() -> None:
    desk = Desk(dies="before add")
    desk.told()
    with pytest.raises(Crash):
        desk.record("bounce")
    assert (desk.ledger.notices[REF].state, desk.barred.causes) == (State.BOUNCED, {})

    desk.dies = ""
    assert desk.record("bounce") is EventOutcome.ALREADY_RECORDED
    assert desk.barred.causes == {SAM: "bounced"}


def test_a_bounce_that_a_complaint_outweighs_still_lists() -> None:
    desk = Desk()
    desk.told()
    desk.ledger.notices[REF] = notice(state=State.COMPLAINED, claim=claim(), delivery_status=DeliveryStatus.COMPLAINED)
    assert desk.record("bounce") is EventOutcome.ALREADY_RECORDED
    assert desk.ledger.notices[REF].state is State.COMPLAINED
    assert desk.barred.causes == {SAM: "bounced"}


def test_a_notice_that_is_held_for_one_more_attempt_knows_where_the_first_went() -> None:
    desk = Desk()
    desk.ledger.open(notice(state=State.HELD, claim=None, earlier_claim=claim()), DECIDED_AT)
    desk.record("bounce")
    assert desk.barred.causes == {SAM: "bounced"}


def test_an_event_about_a_notice_that_nobody_opened_is_no_ones() -> None:
    for kind in ("send", "delay"):
        with pytest.raises(Permanent, match="unknown_notice"):
            Desk().record(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_an_event_without_our_tag_changes_nothing(kind: str) -> None:
    foreign = MailEvent(kind, DECIDED_AT, "ses-1", None, Meaning(DeliveryStatus.HARD_BOUNCED, (), "bounced"))
    desk = Desk()
    assert record(foreign, ports=Ports(FakeDeliveryEvents(desk.ledger), desk.barred, desk.pool)) is EventOutcome.FOREIGN
    assert (desk.ledger.notices, desk.barred.causes) == ({}, {})


RECEIPT_REF = NoticeRef("0123456789abcdef" * 2)
RECEIPT = {"letter": [str(RECEIPT_REF)], "template": ["en-1"]}


def recorded(kind: str, **about: Any) -> tuple[EventOutcome, State, dict[EmailAddress, str]]:
    """What comes of an event about a receipt that SES took."""
    desk = Desk()
    owed = OwedLetter(LetterKind.RECEIPT, "r1", "c" * 32, REF, DECIDED_AT, "en")
    accepted = notice(ref=RECEIPT_REF, state=State.ACCEPTED, decision=None, letter=owed, claim=claim(sent_to=None))
    desk.ledger.open(accepted, DECIDED_AT)
    event = parse_mail_event(ses_event(kind, **about))
    outcome = record(event, ports=Ports(FakeDeliveryEvents(desk.ledger), desk.barred, desk.pool))
    return outcome, desk.ledger.notices[RECEIPT_REF].state, desk.barred.causes


@pytest.mark.parametrize(
    ("kind", "state", "why"), [("bounce", "BOUNCED", "bounced"), ("complaint", "COMPLAINED", "complained")]
)
def test_whose_receipt_bounced_for_good_or_who_complained_of_it_gets_no_more_mail(
    kind: str, state: str, why: str
) -> None:
    outcome, now, causes = recorded(kind, tags=RECEIPT)
    assert (outcome.value.startswith("Event"), now, causes) == (True, state, {SAM: why})


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        ("send", "ACCEPTED"),
        ("delivery", "DELIVERED"),
        ("soft bounce", "BOUNCED"),
        ("delay", "ACCEPTED"),
        ("reject", "REFUSED"),
        ("Open", "ACCEPTED"),
        ("Something New", "ACCEPTED"),
    ],
)
def test_the_events_of_a_receipt_settle_it_and_list_no_address(kind: str, state: str) -> None:
    assert recorded(kind, tags=RECEIPT)[1:] == (state, {})


@pytest.mark.parametrize("sent_to", [None, [], ["nobody"], "sam@example.com", [17], [["sam@example.com"]], {"a": "b"}])
def test_a_receipts_event_that_does_not_say_to_whom_it_went_is_no_poison(sent_to: Any) -> None:
    assert recorded("bounce", tags=RECEIPT, sent_to=sent_to) == (EventOutcome.HARD_BOUNCED, State.BOUNCED, {})


@pytest.mark.parametrize("receipt", ["", "r1", "zoltan@example.com", "0" * 33, "G" * 32])
def test_a_receipt_that_is_none_of_ours_is_foreign(receipt: str) -> None:
    assert recorded("bounce", tags={"letter": [receipt]}) == (EventOutcome.FOREIGN, State.ACCEPTED, {})


def test_every_kind_and_every_proof_has_a_metric() -> None:
    for kind, proof in product(KINDS, [None, *DeliveryStatus]):
        event = MailEvent(kind, DECIDED_AT, "ses-1", NoticeRef.of("/ats", "A-1"), Meaning(proof))
        assert outcome_of(event).value.startswith("Event")
        if proof is not None:
            assert outcome_of(event).name == proof.name
