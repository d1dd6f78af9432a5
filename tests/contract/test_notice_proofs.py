"""What SES proves is written once, and the strongest proof stands: in memory and in DynamoDB."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import permutations

import pytest

from functions.domain.errors import Permanent
from functions.domain.notice import PROVEN, Entry, Notice, Proof, State
from functions.domain.personal import EmailAddress
from functions.feedback.ports import DoNotContact as DoNotContactPort
from functions.feedback.ports import Proofs
from functions.notify.ports import Ledger
from functions.stores.do_not_contact import DoNotContact
from functions.stores.notice_ledger import NoticeLedger
from functions.stores.notice_proofs import NoticeProofs
from tests.builders import DECIDED_AT, REF, claim, minutes, notice
from tests.fakes.ledger import FakeLedger
from tests.fakes.side_by_side import FakeDoNotContact
from tests.fakes.unsettled import FakeProofs
from tests.notify_stack import LEDGER, SENDING, NotifyStack

KEEP = timedelta(days=1096)
AT = DECIDED_AT + minutes(5)


@dataclass
class Desk:
    ledger: Ledger
    proofs: Proofs

    def learn(self, proof: Proof) -> tuple[Notice, bool]:
        return self.proofs.learn(REF, proof, Entry(AT, PROVEN[proof], f"SES: {proof.name}"), "ses-1")


@pytest.fixture(params=["fake", "moto"])
def desk(request: pytest.FixtureRequest) -> Desk:
    if request.param == "fake":
        fake = FakeLedger()
        return Desk(fake, FakeProofs(fake))
    stack: NotifyStack = request.getfixturevalue("stack")
    return Desk(NoticeLedger(stack.dynamodb, LEDGER, KEEP), NoticeProofs(stack.dynamodb, LEDGER))


class TestNoticeProofs:
    @pytest.mark.parametrize("state", ["HELD", "CLAIMED", "UNKNOWN", "RESCINDED", "SUPPRESSED"])
    @pytest.mark.parametrize("proof", Proof)
    def test_a_proof_leads_to_its_state_from_wherever_an_attempt_was_left(
        self, desk: Desk, state: str, proof: Proof
    ) -> None:
        desk.ledger.open(notice(state=State(state), claim=claim()), DECIDED_AT)
        after, is_news = desk.learn(proof)
        assert is_news
        assert (after.state, after.proof, after.ses_message_id) == (PROVEN[proof], proof, "ses-1")
        assert after.history[-1] == Entry(AT, PROVEN[proof], f"SES: {proof.name}")
        assert desk.ledger.get(REF) == after

    def test_the_same_proof_twice_is_no_news(self, desk: Desk) -> None:
        desk.ledger.open(notice(state=State.CLAIMED, claim=claim()), DECIDED_AT)
        first, _ = desk.learn(Proof.DELIVERED)
        assert desk.learn(Proof.DELIVERED) == (first, False)
        assert desk.learn(Proof.SENT) == (first, False)

    def test_what_nobody_opened_is_unknown(self, desk: Desk) -> None:
        with pytest.raises(Permanent, match="unknown_notice"):
            desk.learn(Proof.SENT)
        with pytest.raises(Permanent, match="unknown_notice"):
            desk.proofs.note(REF, AT, "SES: DeliveryDelay")

    def test_what_proves_nothing_is_kept_as_history_once(self, desk: Desk) -> None:
        desk.ledger.open(notice(state=State.ACCEPTED, claim=claim()), DECIDED_AT)
        noted, kept = desk.proofs.note(REF, AT, "SES: DeliveryDelay")
        assert kept
        assert noted.history[-1] == Entry(AT, State.ACCEPTED, "SES: DeliveryDelay")
        assert desk.proofs.note(REF, AT, "SES: DeliveryDelay") == (noted, False)


def test_in_every_order_and_however_often_the_strongest_proof_stands() -> None:
    for order in permutations(Proof):
        fake = FakeLedger()
        desk = Desk(fake, FakeProofs(fake))
        fake.open(notice(state=State.CLAIMED, claim=claim()), DECIDED_AT)
        seen: list[Proof] = []
        for proof in (*order, *order):
            seen.append(proof)
            after, _ = desk.learn(proof)
            assert after.state is PROVEN[max(seen)]


ORDERS = list(permutations([Proof.SENT, Proof.BOUNCED_SOFTLY, Proof.DELIVERED, Proof.BOUNCED]))[::4]


@pytest.mark.parametrize("order", ORDERS)
def test_and_so_it_does_in_dynamodb(stack: NotifyStack, order: tuple[Proof, ...]) -> None:
    desk = Desk(NoticeLedger(stack.dynamodb, LEDGER, KEEP), NoticeProofs(stack.dynamodb, LEDGER))
    desk.ledger.open(notice(state=State.CLAIMED, claim=claim()), DECIDED_AT)
    for place, proof in enumerate(order):
        assert desk.learn(proof)[0].state is PROVEN[max(order[: place + 1])]


MAKERS: dict[str, Callable[[pytest.FixtureRequest], FakeDoNotContact | DoNotContact]] = {
    "fake": lambda _: FakeDoNotContact(),
    "moto": lambda request: DoNotContact(request.getfixturevalue("stack").dynamodb, SENDING, KEEP),
}


@pytest.mark.parametrize("maker", MAKERS)
class TestDoNotContact:
    def test_who_is_listed_is_found_with_the_cause(self, maker: str, request: pytest.FixtureRequest) -> None:
        barred = MAKERS[maker](request)
        sam, dana = EmailAddress("sam@example.com"), EmailAddress("dana@acme.example")
        assert barred.among([sam, dana], AT) == {}
        barred.add(sam, "bounced", AT)
        assert barred.among([sam, dana], AT) == {sam: "bounced"}


def test_an_address_is_listed_however_it_is_written_and_never_in_clear(stack: NotifyStack) -> None:
    barred: DoNotContactPort = DoNotContact(stack.dynamodb, SENDING, KEEP)
    barred.add(EmailAddress("Sam@Example.com"), "complained", AT)
    (item,) = stack.dynamodb.scan(TableName=SENDING)["Items"]
    assert "sam" not in repr(item).casefold()
    found = DoNotContact(stack.dynamodb, SENDING, KEEP).among([EmailAddress("sAM@example.com")], AT)
    assert list(found.values()) == ["complained"]


def test_an_entry_ends_with_the_proof_that_it_rests_on(stack: NotifyStack) -> None:
    barred, sam = DoNotContact(stack.dynamodb, SENDING, KEEP), EmailAddress("sam@example.com")
    barred.add(sam, "bounced", AT)
    assert barred.among([sam], AT + KEEP + minutes(1)) == {}
