"""The ledger as worker, sweep, operator and feedback see it, in memory or in DynamoDB."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from functions.domain.notices.notice import Entry, Mark, Notice, NoticeRef
from functions.domain.notices.review import Who
from functions.domain.notices.revocation import TakingBack
from functions.domain.notices.states import PROVEN, Proof, State
from functions.feedback.ports import Proofs
from functions.notify.ports import Ledger
from functions.stores.ledger.delivery_events import NoticeProofs
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.ledger.review_queue import Unsettled
from tests.builders import DECIDED_AT, HOLD, REF, claim, claiming, minutes, notice
from tests.fakes.ledger import FakeLedger
from tests.fakes.review_queue import FakeProofs, FakeUnsettled
from tests.notify_stack import LEDGER

AT = DECIDED_AT + HOLD + minutes(5)
FOREVER = DECIDED_AT + timedelta(days=365)
BURST = "burst-a"
RESCINDED = TakingBack("rescinded", AT, corrects=True, closes_told=True)


@dataclass
class Desk:
    ledger: Ledger
    unsettled: Unsettled | FakeUnsettled
    proofs: Proofs

    def opened(self, state: State = State.HELD, **values: Any) -> Notice:
        first = notice(state=state, claim=None if state is State.HELD else claim(), **values)
        assert self.ledger.open(first, DECIDED_AT) is None
        return first

    def held_back(self, task: str = BURST, **values: Any) -> Notice:
        self.opened(**values)
        held = self.ledger.hold_back(REF, AT, task)
        assert held is not None
        return held

    def closed(self, state: State, back: TakingBack = RESCINDED) -> Notice:
        self.opened(state)
        closed = self.ledger.close(REF, back, AT, state)
        assert closed is not None
        return closed

    def now(self) -> Notice:
        found = self.ledger.get(REF)
        assert found is not None
        return found

    def claimed(self) -> bool:
        return self.ledger.claim_all([[claiming(notice=self.now())]]) == [True]

    def marked(self, state: State) -> bool:
        message_id = "ses-1" if state is State.ACCEPTED else None
        return self.ledger.mark_all([Mark(REF, claim(), Entry(AT, state, "x"), message_id)]) == [True]

    def learn(self, proof: Proof) -> Notice:
        return self.proofs.learn(REF, proof, Entry(AT, PROVEN[proof], f"SES: {proof.name}"), "ses-1")[0]

    def waiting(self, who: Who) -> list[NoticeRef]:
        return [line.ref for line in self.unsettled.waiting(who, FOREVER)]

    def asks(self) -> Who | None:
        """Whose list it is on; never on both."""
        lists = [who for who in Who if REF in self.waiting(who)]
        assert len(lists) <= 1
        return lists[0] if lists else None


def desk_of(request: pytest.FixtureRequest) -> Desk:
    """In memory or on moto, as the fixture's parameter says."""
    if request.param == "fake":
        fake = FakeLedger()
        return Desk(fake, FakeUnsettled(fake), FakeProofs(fake))
    dynamodb = request.getfixturevalue("stack").dynamodb
    ledger = NoticeLedger(dynamodb, LEDGER, timedelta(days=1096))
    return Desk(ledger, Unsettled(dynamodb, LEDGER, "Attention"), NoticeProofs(dynamodb, LEDGER))
