"""One mail may tell of several notices: they are claimed together or not at all, in memory and in DynamoDB."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import batched

import pytest

from functions.domain.notices.notice import Claim, Entry, Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.sendable import Mark, Sendable
from functions.domain.notices.states import State
from functions.notify.ports import Ledger
from functions.stores.ledger.notice_ledger import NoticeLedger
from tests.builders import DECIDED_AT, HOLD, claim, claiming, minutes, notice
from tests.fakes.ledger import FakeLedger
from tests.notify_stack import LEDGER, NotifyStack

AT = DECIDED_AT + HOLD + minutes(5)
STRANGER = claim(id="claim-of-another")


@pytest.fixture(params=["fake", "moto"])
def ledger(request: pytest.FixtureRequest) -> Ledger:
    if request.param == "fake":
        return FakeLedger()
    stack: NotifyStack = request.getfixturevalue("stack")
    return NoticeLedger(stack.dynamodb, LEDGER, timedelta(days=1096))


def held(ledger: Ledger, count: int) -> list[Notice]:
    notices = [notice(ref=NoticeRef.of("many", str(n))) for n in range(count)]
    assert [ledger.open(one, DECIDED_AT) for one in notices] == [None] * count
    return notices


def mail_of(notices: Sequence[Notice], **overrides: object) -> tuple[list[Sendable], Claim]:
    """The wish to tell of all of them in one mail."""
    return list(map(Sendable, notices)), claim(together=tuple(notice.ref for notice in notices), **overrides)


def claims(ledger: Ledger, notices: Sequence[Notice]) -> list[Claim | None]:
    found = ledger.get_many(one.ref for one in notices)
    return [found[one.ref].claim for one in notices]


class TestMailOfSeveral:
    def test_all_its_notices_are_claimed_and_say_what_they_are_told_with(self, ledger: Ledger) -> None:
        notices = held(ledger, 3)
        assert ledger.claim_all([mail_of(notices)]) == [True]
        expected = claim(together=tuple(one.ref for one in notices))
        assert claims(ledger, notices) == [expected] * 3
        found = ledger.get_many(one.ref for one in notices)
        assert {one.state for one in found.values()} == {State.CLAIMED}

    @pytest.mark.parametrize("taken", range(3))
    def test_where_another_has_claimed_one_none_is_claimed(self, ledger: Ledger, taken: int) -> None:
        notices = held(ledger, 3)
        ledger.claim_all([claiming(notice=notices[taken], claim=STRANGER)])
        before = ledger.get_many(one.ref for one in notices)
        assert ledger.claim_all([mail_of(notices)]) == [False]
        assert ledger.get_many(one.ref for one in notices) == before

    def test_the_other_mails_of_the_call_are_claimed_all_the_same(self, ledger: Ledger) -> None:
        notices = held(ledger, 7)
        ledger.claim_all([claiming(notice=notices[4], claim=STRANGER)])
        mails = [mail_of(notices[:3]), mail_of(notices[3:6]), mail_of(notices[6:])]
        assert ledger.claim_all(mails) == [True, False, True]
        assert [one is not None for one in claims(ledger, notices)] == [True] * 3 + [False, True, False] + [True]

    @pytest.mark.parametrize(
        "barred", [{"rescinded_at": DECIDED_AT}, {"review_reason": "stale"}, {"state": State.RESCINDED}]
    )
    def test_where_one_may_not_go_out_none_does(self, ledger: Ledger, barred: dict[str, object]) -> None:
        notices = held(ledger, 2)
        last = notice(ref=NoticeRef.of("many", "barred"), **barred)
        ledger.open(last, DECIDED_AT)
        assert ledger.claim_all([mail_of([*notices, last])]) == [False]
        assert claims(ledger, notices) == [None, None]

    def test_one_that_is_new_is_opened_with_the_others_or_not_at_all(self, ledger: Ledger) -> None:
        notices = held(ledger, 2)
        new = notice(ref=NoticeRef.of("many", "new"))
        (*due, _), by = mail_of([*notices, new])
        wanted = [*due, Sendable(new, is_new=True)]
        ledger.claim_all([claiming(notice=notices[0], claim=STRANGER)])
        assert ledger.claim_all([(wanted, by)]) == [False]
        assert ledger.get(new.ref) is None
        assert ledger.claim_all([(wanted[1:], by)]) == [True]
        assert ledger.get(new.ref) == wanted[-1].claimed(by)

    def test_more_than_one_call_takes_are_claimed_and_marked(self, ledger: Ledger) -> None:
        notices = held(ledger, 180)
        mails = [mail_of(three, id=f"claim-{n}") for n, three in enumerate(batched(notices, 3, strict=True))]
        assert ledger.claim_all(mails) == [True] * 60
        wanted = [(item.ref, by) for items, by in mails for item in items]
        marks = [Mark(ref, by, Entry(AT, State.ACCEPTED, "SES accepted"), "ses-1") for ref, by in wanted]
        assert ledger.mark_all(marks) == [True] * 180
        for some in batched(wanted, 90, strict=True):
            found = ledger.get_many(ref for ref, _ in some)
            assert [found[ref].claim for ref, _ in some] == [by for _, by in some]
            assert {one.state for one in found.values()} == {State.ACCEPTED}

    def test_of_more_than_one_call_takes_only_the_spoiled_mails_are_left(self, ledger: Ledger) -> None:
        notices = held(ledger, 180)
        ledger.claim_all([claiming(notice=notices[n], claim=STRANGER) for n in (0, 98, 99, 179)])
        mails = [mail_of(three) for three in batched(notices, 3, strict=True)]
        assert ledger.claim_all(mails) == [n not in {0, 32, 33, 59} for n in range(60)]
        for three, n in ((notices[:3], 0), (notices[96:99], 2)):
            assert [one is not None for one in claims(ledger, three)] == [place == n for place in range(3)]

    def test_no_mails_are_no_claims(self, ledger: Ledger) -> None:
        assert ledger.claim_all([]) == []


def test_an_email_of_several_that_is_given_back_is_remembered_without_its_address(ledger: Ledger) -> None:
    """SES may have taken it all the same, and its event names the first of them alone."""
    notices = held(ledger, 2)
    items, wanted = mail_of(notices)
    assert ledger.claim_all([(items, wanted)]) == [True]
    marks = [Mark(one.ref, wanted, Entry(AT, State.HELD, "not sent: throttled")) for one in notices]
    assert ledger.mark_all(marks) == [True, True]
    for found in ledger.get_many(one.ref for one in notices).values():
        assert (found.claim, found.given_back) == (None, replace(wanted, sent_to=None))
