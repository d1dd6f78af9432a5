"""A letter is owed with the change that it is about, in one transaction across two tables, or not at all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.owed_letter import LetterKind, OwedLetter, letter_ref
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import Reviewer
from functions.domain.notices.sendable import Mark, Sendable
from functions.domain.notices.states import State
from functions.domain.personal_data import EmailAddress
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.ledger.review_queue import ReviewQueue
from functions.stores.pool.talent_pool import TalentPool
from tests.builders import claim
from tests.notify_stack import LEDGER, POOL, POOL_SEARCH, NotifyStack
from tests.optin_builders import CANDIDATE, CODE_END, NOTICE, NOW, SOURCE, keyed, opt_in, receipt, withdrawal

KEEP = timedelta(days=1096)
REF = NoticeRef("5" * 32)
OWED = OwedLetter(LetterKind.RECEIPT, "r1", CANDIDATE, NOTICE, CODE_END, "en-CA")
ITEM = Notice(REF, State.HELD, SOURCE, "A-88123", due_at=NOW, letter=OWED).entered(Entry(NOW, State.HELD, "opted in"))


@pytest.fixture
def ledger(stack: NotifyStack) -> NoticeLedger:
    return NoticeLedger(stack.dynamodb, LEDGER, KEEP)


@pytest.fixture
def pool(stack: NotifyStack, ledger: NoticeLedger) -> TalentPool:
    return TalentPool(stack.dynamodb, POOL, POOL_SEARCH, KEEP, keyed, open_notice=ledger.opening)


def test_opt_in_and_receipt_are_written_together(pool: TalentPool, ledger: NoticeLedger) -> None:
    assert pool.join(opt_in(), [ITEM])
    assert ledger.get(REF) == ITEM


def test_where_another_call_was_first_neither_is_written(pool: TalentPool, ledger: NoticeLedger) -> None:
    pool.join(opt_in(receipt=receipt("r0")))
    assert not pool.join(opt_in(), [ITEM])
    assert ledger.get(REF) is None
    assert len(pool.consents(CANDIDATE)) == 1


def test_a_receipt_is_claimed_refused_and_opened_again_for_one_more_attempt(
    stack: NotifyStack, pool: TalentPool, ledger: NoticeLedger
) -> None:
    pool.join(opt_in(), [ITEM])
    assert ledger.claim_all([([Sendable(ITEM)], claim(sent_to=None))]) == [True]
    refused = Mark(REF, claim(sent_to=None), Entry(NOW, State.REFUSED, "SES refused: x"))
    assert ledger.mark_all([refused]) == [True]
    item = ledger.get(REF)
    assert item is not None
    reopened = ReviewQueue(stack.dynamodb, LEDGER, "Review").reopen(item, NOW, "operator: cause corrected")
    assert reopened is not None
    assert (reopened.state, reopened.letter, reopened.claim) == (State.HELD, OWED, None)
    assert replace(reopened, history=()).review_reason is None


ADDRESS = EmailAddress("zebulon.quill@mailbox.example")
LEFT = OwedLetter(LetterKind.WITHDRAWN, "r1", CANDIDATE, NOTICE, CODE_END, "en-CA", NOW, "web form", to=ADDRESS)
GOODBYE = Notice.of_letter(NoticeRef("6" * 32), LEFT, source=SOURCE, application_id="A-88123", at=NOW, cause="left")
RENEWAL = OwedLetter(LetterKind.RENEWAL, "r1", CANDIDATE, NOTICE, CODE_END, "en", NOW, time_zone="America/Toronto")


def test_letters_are_written_with_the_withdrawal(pool: TalentPool, ledger: NoticeLedger) -> None:
    pool.join(opt_in())
    assert pool.withdraw([(withdrawal(), opt_in())], owed=[GOODBYE])
    assert ledger.get(GOODBYE.ref) == GOODBYE


def test_of_two_withdrawals_at_once_one_says_so(pool: TalentPool, ledger: NoticeLedger) -> None:
    pool.join(opt_in())
    pool.withdraw([(withdrawal(), opt_in())])
    assert not pool.withdraw([(withdrawal(), opt_in())], owed=[GOODBYE])
    assert ledger.get(GOODBYE.ref) is None


def accept(ledger: NoticeLedger, queue: ReviewQueue) -> None:
    ledger.mark_all([Mark(GOODBYE.ref, claim(sent_to=None), Entry(NOW, State.ACCEPTED, "SES accepted"))])


def give_up(ledger: NoticeLedger, queue: ReviewQueue) -> None:
    ledger.mark_all([Mark(GOODBYE.ref, claim(sent_to=None), Entry(NOW, State.REFUSED, "SES refused: x"))])
    refused = ledger.get(GOODBYE.ref)
    assert refused is not None
    assert refused.letter == LEFT, "somebody may still send it"
    queue.resolve(refused, NOW, "operator: enough")


@pytest.mark.parametrize("end", [accept, give_up])
def test_its_address_is_kept_for_as_long_as_it_may_be_sent(
    stack: NotifyStack, ledger: NoticeLedger, end: Callable[[NoticeLedger, ReviewQueue], None]
) -> None:
    ledger.open(GOODBYE, NOW)
    ledger.claim_all([([Sendable(GOODBYE)], claim(sent_to=None))])
    end(ledger, ReviewQueue(stack.dynamodb, LEDGER, "Review"))
    settled = ledger.get(GOODBYE.ref)
    assert settled is not None
    assert settled.letter == replace(LEFT, to=None)
    assert ADDRESS.reveal() not in str(stack.items())


def test_the_sweep_hands_over_a_letter_of_much_later_when_it_is_due(stack: NotifyStack, ledger: NoticeLedger) -> None:
    due_at = NOW + timedelta(days=335)
    ref = letter_ref(RENEWAL.kind, RENEWAL.about, "30")
    later = Notice.of_letter(
        ref, RENEWAL, source=SOURCE, application_id="A-88123", at=NOW, cause="opted in", due_at=due_at
    )
    ledger.open(later, NOW)
    assert ledger.get(ref) == later
    queue = ReviewQueue(stack.dynamodb, LEDGER, "Review")
    assert list(queue.pending(Reviewer.SWEEP, due_at - timedelta(seconds=1))) == []
    assert [entry.ref for entry in queue.pending(Reviewer.SWEEP, due_at)] == [ref]
