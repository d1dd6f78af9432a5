"""What SES proves is written once, and the strongest proof stands: in memory and in DynamoDB."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from functions.domain.errors import Permanent
from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.states import STATE_BY_STATUS, DeliveryStatus, State
from functions.domain.personal_data import EmailAddress
from functions.feedback.ports import DeliveryRecorder
from functions.feedback.ports import DoNotContact as DoNotContactPort
from functions.notify.ports import Ledger
from functions.stores.ledger.delivery_events import DeliveryEvents
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.sending.do_not_contact import DoNotContactStore
from tests.builders import DECIDED_AT, REF, claim, minutes, notice
from tests.fakes.concurrency import FakeDoNotContact
from tests.fakes.ledger import FakeLedger
from tests.fakes.review_queue import FakeDeliveryEvents
from tests.notify_stack import LEDGER, SENDING, NotifyStack
from tests.optin_builders import keyed

KEEP = timedelta(days=1096)
AT = DECIDED_AT + minutes(5)
ATTEMPTED = [State.HELD, State.CLAIMED, State.UNKNOWN, State.RESCINDED, State.SUPPRESSED]


@dataclass
class Desk:
    ledger: Ledger
    delivery_events: DeliveryRecorder

    def record_status(self, proof: DeliveryStatus, ref: NoticeRef = REF) -> tuple[Notice, bool]:
        return self.delivery_events.record_status(
            ref, proof, Entry(AT, STATE_BY_STATUS[proof], f"SES: {proof.name}"), "ses-1"
        )


@pytest.fixture(params=["fake", "moto"])
def desk(request: pytest.FixtureRequest) -> Desk:
    if request.param == "fake":
        fake = FakeLedger()
        return Desk(fake, FakeDeliveryEvents(fake))
    stack: NotifyStack = request.getfixturevalue("stack")
    return Desk(NoticeLedger(stack.dynamodb, LEDGER, KEEP), DeliveryEvents(stack.dynamodb, LEDGER))


class TestNoticeProofs:
    @pytest.mark.parametrize("state", ATTEMPTED)
    @pytest.mark.parametrize("proof", DeliveryStatus)
    def test_a_proof_leads_to_its_state_from_wherever_an_attempt_was_left(
        self, desk: Desk, state: State, proof: DeliveryStatus
    ) -> None:
        desk.ledger.open(notice(state=state, claim=claim()), DECIDED_AT)
        after, is_news = desk.record_status(proof)
        assert is_news
        assert (after.state, after.delivery_status, after.ses_message_id) == (STATE_BY_STATUS[proof], proof, "ses-1")
        assert after.history[-1] == Entry(AT, STATE_BY_STATUS[proof], f"SES: {proof.name}")
        assert desk.ledger.get(REF) == after

    def test_the_same_proof_twice_is_no_news(self, desk: Desk) -> None:
        desk.ledger.open(notice(state=State.CLAIMED, claim=claim()), DECIDED_AT)
        first, _ = desk.record_status(DeliveryStatus.DELIVERED)
        assert desk.record_status(DeliveryStatus.DELIVERED) == (first, False)
        assert desk.record_status(DeliveryStatus.SENT) == (first, False)

    def test_what_nobody_opened_is_unknown(self, desk: Desk) -> None:
        with pytest.raises(Permanent, match="unknown_notice"):
            desk.record_status(DeliveryStatus.SENT)
        with pytest.raises(Permanent, match="unknown_notice"):
            desk.delivery_events.record_note(REF, AT, "SES: DeliveryDelay")

    def test_what_proves_nothing_is_kept_as_history_once(self, desk: Desk) -> None:
        desk.ledger.open(notice(state=State.ACCEPTED, claim=claim()), DECIDED_AT)
        noted, kept = desk.delivery_events.record_note(REF, AT, "SES: DeliveryDelay")
        assert kept
        assert noted.history[-1] == Entry(AT, State.ACCEPTED, "SES: DeliveryDelay")
        assert desk.delivery_events.record_note(REF, AT, "SES: DeliveryDelay") == (noted, False)

    def test_a_hundred_lines_of_history_are_enough(self, desk: Desk) -> None:
        lines = tuple(Entry(AT + minutes(n), State.ACCEPTED, "SES: DeliveryDelay") for n in range(99))
        desk.ledger.open(notice(state=State.ACCEPTED, claim=claim(), history=lines), DECIDED_AT)
        assert desk.delivery_events.record_note(REF, AT, "SES: Open")[1]
        assert not desk.delivery_events.record_note(REF, AT, "SES: Click")[1]
        assert desk.record_status(DeliveryStatus.DELIVERED)[1], "a proof is written however long the history is"


@given(st.lists(st.sampled_from(DeliveryStatus), min_size=1, max_size=12))
def test_in_every_order_and_however_often_the_strongest_proof_stands(delivery_events: list[DeliveryStatus]) -> None:
    fake = FakeLedger()
    desk = Desk(fake, FakeDeliveryEvents(fake))
    fake.open(notice(state=State.CLAIMED, claim=claim()), DECIDED_AT)
    _strongest_stands(desk, REF, delivery_events)


def test_and_so_it_does_in_dynamodb(stack: NotifyStack) -> None:
    desk = Desk(NoticeLedger(stack.dynamodb, LEDGER, KEEP), DeliveryEvents(stack.dynamodb, LEDGER))
    numbers = count()

    @settings(max_examples=25)
    @given(st.lists(st.sampled_from(DeliveryStatus), min_size=1, max_size=8), st.sampled_from(ATTEMPTED))
    def stands(delivery_events: list[DeliveryStatus], state: State) -> None:
        ref = NoticeRef.of("many", str(next(numbers)))
        desk.ledger.open(notice(ref=ref, state=state, claim=claim()), DECIDED_AT)
        _strongest_stands(desk, ref, delivery_events)

    stands()


def _strongest_stands(desk: Desk, ref: NoticeRef, delivery_events: list[DeliveryStatus]) -> None:
    for place, proof in enumerate(delivery_events):
        before = delivery_events[:place]
        after, is_news = desk.record_status(proof, ref)
        assert (after.state, after.delivery_status) == (STATE_BY_STATUS[max([*before, proof])], max([*before, proof]))
        assert is_news == (proof > max(before, default=0))
    assert len(desk.ledger.get(ref).history) <= 1 + len(set(delivery_events))  # type: ignore[union-attr]


MAKERS: dict[str, Callable[[pytest.FixtureRequest], FakeDoNotContact | DoNotContactStore]] = {
    "fake": lambda _: FakeDoNotContact(),
    "moto": lambda request: DoNotContactStore(request.getfixturevalue("stack").dynamodb, SENDING, KEEP, keyed),
}


@pytest.mark.parametrize("maker", MAKERS)
class TestDoNotContact:
    def test_who_is_listed_is_found_with_the_cause(self, maker: str, request: pytest.FixtureRequest) -> None:
        barred = MAKERS[maker](request)
        sam, dana = EmailAddress("sam@example.com"), EmailAddress("dana@acme.example")
        assert barred.among([sam, dana], AT) == {}
        barred.add(sam, "bounced", AT)
        assert barred.among([sam, dana], AT) == {sam: "bounced"}

    def test_it_is_found_however_it_is_written(self, maker: str, request: pytest.FixtureRequest) -> None:
        barred = MAKERS[maker](request)
        barred.add(EmailAddress("Sam@Example.com"), "complained", AT)
        written = EmailAddress("sAM@example.com")
        assert barred.among([written], AT) == {written: "complained"}

    def test_what_is_listed_twice_is_listed_once(self, maker: str, request: pytest.FixtureRequest) -> None:
        barred = MAKERS[maker](request)
        for cause in ("bounced", "complained"):
            barred.add(EmailAddress("sam@example.com"), cause, AT)
        assert list(barred.among([EmailAddress("sam@example.com")], AT).values()) == ["complained"]


def test_no_address_is_listed_in_clear(stack: NotifyStack) -> None:
    barred: DoNotContactPort = DoNotContactStore(stack.dynamodb, SENDING, KEEP, keyed)
    barred.add(EmailAddress("Sam@Example.com"), "complained", AT)
    (item,) = stack.dynamodb.scan(TableName=SENDING)["Items"]
    assert "sam" not in repr(item).casefold()


def test_an_entry_ends_with_the_proof_that_it_rests_on(stack: NotifyStack) -> None:
    barred, sam = DoNotContactStore(stack.dynamodb, SENDING, KEEP, keyed), EmailAddress("sam@example.com")
    barred.add(sam, "bounced", AT)
    assert barred.among([sam], AT + KEEP + minutes(1)) == {}


def test_two_spellings_in_one_batch_are_both_found(stack: NotifyStack) -> None:
    barred = DoNotContactStore(stack.dynamodb, SENDING, KEEP, keyed)
    barred.add(EmailAddress("gone@example.com"), "bounced", AT)
    spellings = [EmailAddress("Gone@example.com"), EmailAddress("gone@example.com")]
    assert list(barred.among(spellings, AT)) == spellings


def test_an_old_event_that_comes_again_takes_nothing_back(stack: NotifyStack) -> None:
    barred, sam = DoNotContactStore(stack.dynamodb, SENDING, KEEP, keyed), EmailAddress("sam@example.com")
    barred.add(sam, "complained", AT)
    barred.add(sam, "bounced", AT - minutes(60))
    assert barred.among([sam], AT) == {sam: "complained"}
