"""The ledger as worker, sweep, operator and feedback see it, in memory or in DynamoDB."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import Reviewer
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.sendable import Mark
from functions.domain.notices.states import STATE_BY_STATUS, DeliveryStatus, State
from functions.feedback.ports import DeliveryRecorder
from functions.notify.ports import Ledger
from functions.stores.ledger.delivery_events import DeliveryEvents
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.ledger.review_queue import ReviewQueue
from tests.builders import DECIDED_AT, HOLD, REF, claim, claiming, minutes, notice
from tests.fakes.ledger import FakeLedger
from tests.fakes.review_queue import FakeDeliveryEvents, FakeReviewQueue
from tests.notify_stack import LEDGER

AT = DECIDED_AT + HOLD + minutes(5)
FOREVER = DECIDED_AT + timedelta(days=365)
BURST = "burst-a"
RESCINDED = Revocation("rescinded", AT, requires_correction=True, closes_sent=True)


@dataclass
class Desk:
    ledger: Ledger
    reviews: ReviewQueue | FakeReviewQueue
    delivery_events: DeliveryRecorder

    def opened(self, state: State = State.HELD, **values: Any) -> Notice:
        first = notice(state=state, claim=None if state is State.HELD else claim(), **values)
        assert self.ledger.open(first, DECIDED_AT) is None
        return first

    def held_back(self, review_reason: str = BURST, **values: Any) -> Notice:
        self.opened(**values)
        held = self.ledger.require_review(REF, AT, review_reason)
        assert held is not None
        return held

    def closed(self, state: State, back: Revocation = RESCINDED) -> Notice:
        self.opened(state)
        closed = self.ledger.close(REF, back, AT, state)
        assert closed is not None
        return closed

    def now(self) -> Notice:
        found = self.ledger.get(REF)
        assert found is not None
        return found

    def claimed(self) -> bool:
        return self.ledger.claim_all([claiming(notice=self.now())]) == [True]

    def marked(self, state: State) -> bool:
        message_id = "ses-1" if state is State.ACCEPTED else None
        return self.ledger.mark_all([Mark(REF, claim(), Entry(AT, state, "x"), message_id)]) == [True]

    def record_status(self, proof: DeliveryStatus) -> Notice:
        return self.delivery_events.record_status(
            REF, proof, Entry(AT, STATE_BY_STATUS[proof], f"SES: {proof.name}"), "ses-1"
        )[0]

    def pending(self, who: Reviewer) -> list[NoticeRef]:
        return [line.ref for line in self.reviews.pending(who, FOREVER)]

    def asks(self) -> Reviewer | None:
        """Whose list it is on; never on both."""
        lists = [who for who in Reviewer if REF in self.pending(who)]
        assert len(lists) <= 1
        return lists[0] if lists else None


def desk_of(request: pytest.FixtureRequest) -> Desk:
    """In memory or on moto, as the fixture's parameter says."""
    if request.param == "fake":
        fake = FakeLedger()
        return Desk(fake, FakeReviewQueue(fake), FakeDeliveryEvents(fake))
    dynamodb = request.getfixturevalue("stack").dynamodb
    ledger = NoticeLedger(dynamodb, LEDGER, timedelta(days=1096))
    return Desk(ledger, ReviewQueue(dynamodb, LEDGER, "Review"), DeliveryEvents(dynamodb, LEDGER))
