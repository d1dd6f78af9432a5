"""A receipt is owed with the opt-in, in one transaction across two tables, or not at all."""

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.domain.notices.notice import Entry, Notice, OwedReceipt
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.sendable import Mark, Sendable
from functions.domain.notices.states import State
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.ledger.review_queue import ReviewQueue
from functions.stores.pool.talent_pool import TalentPool
from tests.builders import claim
from tests.notify_stack import LEDGER, POOL, NotifyStack
from tests.optin_builders import CANDIDATE, CODE_END, NOTICE, NOW, SOURCE, keyed, opt_in, receipt

KEEP = timedelta(days=1096)
REF = NoticeRef("5" * 32)
OWED = OwedReceipt("r1", CANDIDATE, NOTICE, CODE_END, "en-CA")
ITEM = Notice(REF, State.HELD, SOURCE, "A-88123", due_at=NOW, receipt=OWED).entered(Entry(NOW, State.HELD, "opted in"))


@pytest.fixture
def ledger(stack: NotifyStack) -> NoticeLedger:
    return NoticeLedger(stack.dynamodb, LEDGER, KEEP)


@pytest.fixture
def pool(stack: NotifyStack, ledger: NoticeLedger) -> TalentPool:
    return TalentPool(stack.dynamodb, POOL, KEEP, keyed, ledger.opening)


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
    assert (reopened.state, reopened.receipt, reopened.claim) == (State.HELD, OWED, None)
    assert replace(reopened, history=()).review_reason is None
