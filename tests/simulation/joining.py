"""The simulated world with people who join the talent pool, change what they agreed to, leave, and join again."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from functions.domain.digest import digest
from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.owed_letter import LetterKind, OwedLetter
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import Reviewer
from functions.domain.notices.states import State
from functions.domain.pool.membership import OptIn, Withdrawal
from functions.mail.ses_events import parse_mail_event
from functions.review.hints import to_do
from tests.builders import SOURCE, ses_event
from tests.fakes.pool import FakePool
from tests.fakes.review import watched
from tests.optin_builders import CODE_END, NOTICE, opt_in, receipt
from tests.simulation.workers import Worker
from tests.simulation.world import FATES, Telling, places

CANDIDATES = ["a" * 32, "b" * 32]
_SENT = frozenset({State.ACCEPTED, State.DELIVERED, State.COMPLAINED, State.BOUNCED})
_FOR_A_PERSON = frozenset({State.UNKNOWN, State.REFUSED, State.BOUNCED})


class Joining(Telling):
    """Each consent is owed one receipt, and none once it was withdrawn."""

    pool: ClassVar[type[FakePool]] = FakePool

    def __init__(self) -> None:
        super().__init__()
        ports = self.world.ports
        self.world.pool = self.pool()
        limiter = watched(self.world.rate_limiter, self._reach)
        delivery = replace(ports.delivery, rate_limiter=limiter)
        dispatch = replace(ports.dispatch, pool=watched(self.world.pool, self._reach))
        decide = replace(ports.decide, delivery=delivery)
        self.world.ports = replace(ports, decide=decide, dispatch=dispatch, delivery=delivery)
        self.owed: dict[NoticeRef, str] = {}
        self.withdrawn_in_time: set[NoticeRef] = set()
        self.about_to_claim: set[Worker] = set()
        self.receipts = 0
        self.joined = 0

    @rule(place=places, is_queued=st.sampled_from([True, True, False]))
    def a_person_joins_or_changes_the_opt_in(self, place: int, is_queued: bool) -> None:
        """The opt-in and its receipt are one write; what is lost afterwards is the reference on the queue."""
        candidate = CANDIDATES[place % len(CANDIDATES)]
        member, now = self.world.pool.get(candidate), self._moment()
        given = receipt(f"r{self.joined}", given_at=now)
        joined_at = member.joined_at if isinstance(member, OptIn) else now
        revision = (member.revision if member else 0) + 1
        assert self.world.pool.join(opt_in(revision, candidate=candidate, receipt=given, joined_at=joined_at))
        ref = NoticeRef(digest("receipt", given.id))
        owed = OwedLetter(LetterKind.RECEIPT, given.id, candidate, NOTICE, CODE_END, "en")
        item = Notice(ref, State.HELD, SOURCE, "A-1", due_at=self.world.now, letter=owed)
        assert self.world.ledger.open(item.entered(Entry(now, State.HELD, "opted in")), now) is None
        self.owed[ref] = candidate
        if is_queued:
            self.queue.append(ref)

    @precondition(lambda self: self.owed)
    @rule(place=places)
    def a_person_withdraws(self, place: int) -> None:
        candidate = CANDIDATES[place % len(CANDIDATES)]
        member = self.world.pool.get(candidate)
        if not isinstance(member, OptIn):
            return
        left = Withdrawal(candidate, member.revision + 1, self._moment())
        assert self.world.pool.withdraw([(left, member)])
        # Of a worker that has made its last check, nobody can say whether it is early enough.
        if not self.about_to_claim:
            waiting = [ref for ref, own in self.owed.items() if own == candidate]
            self.withdrawn_in_time |= {ref for ref in waiting if self.world.ledger.notices[ref].state is State.HELD}

    @precondition(lambda self: self.receipts)
    @rule(place=places, fate=st.sampled_from(sorted(FATES)))
    def a_receipt_fares(self, place: int, fate: str) -> None:
        self._receipt_happens(place % self.receipts, FATES[fate])

    def teardown(self) -> None:
        super().teardown()
        sent = {NoticeRef.parse(mail.identifier) for mail in self.world.mailer.receipts}
        for ref in self.owed:
            item, by = self.world.ledger.notices[ref], self.world.ledger.review.get(ref)
            is_at_its_end = item.state not in {State.HELD, State.CLAIMED} or item.review_reason
            assert is_at_its_end, "a receipt that came to no end"
            assert (ref in sent) or item.state not in _SENT, f"{item.state}, and no receipt was sent"
            is_resolved = to_do(item).startswith("nothing: resolved")
            is_a_persons = item.review_reason is not None or (item.state in _FOR_A_PERSON and not is_resolved)
            assert (by is not None and by.who is Reviewer.PERSON) is is_a_persons
            assert not item.claim or item.claim.sent_to is None, "an address in the ledger"

    def _go_on(self, worker: Worker) -> None:
        super()._go_on(worker)
        if worker.moment == "after reserve":
            self.about_to_claim.add(worker)
        elif worker.is_over or worker.moment == "after claim_all":
            self.about_to_claim.discard(worker)
        self._look_at_receipts()

    def _look_at_receipts(self) -> None:
        refs = [NoticeRef.parse(mail.identifier) for mail in self.world.mailer.receipts]
        allowed = self.witness.attempts_allowed
        for ref, times in Counter(refs).items():
            assert times <= allowed + self.witness.sends[ref], "a receipt sent twice"
        assert not self.withdrawn_in_time.intersection(refs), "a receipt of a consent that was withdrawn in time"
        for number in range(self.receipts, len(refs)):
            self._receipt_happens(number, ["send"])
        self.receipts = len(refs)

    def _receipt_happens(self, number: int, kinds: list[str]) -> None:
        ref, message_id = self.world.mailer.receipts[number].identifier, self.world.mailer.receipt_ids[number]
        self.queue += [
            parse_mail_event(ses_event(kind, tags={"letter": [ref]}, message_id=message_id, at=self.world.now))
            for kind in kinds
        ]

    def _moment(self) -> datetime:
        """Return a moment of its own for each change, as the clock gives one."""
        self.joined += 1
        return self.world.now + timedelta(microseconds=self.joined)


class JoiningWithASecondChance(Joining):
    """What is in doubt is sent once more, by policy."""

    retry_in_doubt = True

    def __init__(self) -> None:
        super().__init__()
        self.witness.attempts_allowed = 2
