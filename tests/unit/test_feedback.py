"""What feedback makes of an event: the proof in the ledger, the address on the list, in that order."""

from dataclasses import dataclass, field
from itertools import product

import pytest

from functions.domain.errors import Permanent
from functions.domain.notice import Claim, NoticeRef
from functions.domain.personal import EmailAddress
from functions.domain.ses_event import Meaning, SesEvent, read_ses_event
from functions.domain.state import Proof, State
from functions.feedback.events import Outcome, news
from functions.feedback.ports import Ports
from functions.feedback.service import learn
from tests.builders import DECIDED_AT, REF, claim, notice, ses_event
from tests.fakes.ledger import FakeLedger
from tests.fakes.side_by_side import FakeDoNotContact
from tests.fakes.unsettled import FakeProofs
from tests.fakes.watched import Crash, watched

SAM = EmailAddress("sam@example.com")
KINDS = ["Send", "Delivery", "Bounce", "Complaint", "DeliveryDelay", "Open", "Click", "Subscription", "Something New"]


@dataclass
class Desk:
    ledger: FakeLedger = field(default_factory=FakeLedger)
    barred: FakeDoNotContact = field(default_factory=FakeDoNotContact)
    dies: str = ""

    def told(self, held_by: Claim | None = None, **values: object) -> None:
        self.ledger.open(notice(state=State.ACCEPTED, claim=held_by or claim(), **values), DECIDED_AT)

    def learn(self, kind: str) -> Outcome:
        ports = Ports(watched(FakeProofs(self.ledger), self._pass), watched(self.barred, self._pass))
        return learn(read_ses_event(ses_event(kind)), ports=ports)

    def _pass(self, moment: str) -> None:
        if moment == self.dies:
            raise Crash


def test_a_worker_that_dies_between_the_two_writes_leaves_nobody_unlisted() -> None:
    desk = Desk(dies="before add")
    desk.told()
    with pytest.raises(Crash):
        desk.learn("bounce")
    assert (desk.ledger.notices[REF].state, desk.barred.causes) == (State.BOUNCED, {})

    desk.dies = ""
    assert desk.learn("bounce") is Outcome.KNOWN
    assert desk.barred.causes == {SAM: "bounced"}


def test_a_bounce_that_a_complaint_outweighs_still_lists() -> None:
    desk = Desk()
    desk.told()
    desk.ledger.notices[REF] = notice(state=State.COMPLAINED, claim=claim(), proof=Proof.COMPLAINED)
    assert desk.learn("bounce") is Outcome.KNOWN
    assert desk.ledger.notices[REF].state is State.COMPLAINED
    assert desk.barred.causes == {SAM: "bounced"}


def test_a_notice_that_is_held_for_one_more_attempt_knows_where_the_first_went() -> None:
    desk = Desk()
    desk.ledger.open(notice(state=State.HELD, claim=None, earlier_claim=claim()), DECIDED_AT)
    desk.learn("bounce")
    assert desk.barred.causes == {SAM: "bounced"}


def test_an_event_about_a_notice_that_nobody_opened_is_no_ones() -> None:
    for kind in ("send", "delay"):
        with pytest.raises(Permanent, match="unknown_notice"):
            Desk().learn(kind)


@pytest.mark.parametrize("kind", KINDS)
def test_an_event_without_our_tag_changes_nothing(kind: str) -> None:
    foreign = SesEvent(kind, DECIDED_AT, "ses-1", None, Meaning(Proof.BOUNCED, (), "bounced"))
    desk = Desk()
    assert learn(foreign, ports=Ports(FakeProofs(desk.ledger), desk.barred)) is Outcome.FOREIGN
    assert (desk.ledger.notices, desk.barred.causes) == ({}, {})


def test_every_kind_and_every_proof_has_a_metric() -> None:
    for kind, proof in product(KINDS, [None, *Proof]):
        event = SesEvent(kind, DECIDED_AT, "ses-1", NoticeRef.of("/ats", "A-1"), Meaning(proof))
        assert news(event).value.startswith("Event")
        if proof is not None:
            assert news(event).name == proof.name
