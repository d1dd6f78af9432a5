"""The ledger in memory, as feedback, sweep and operator see it. It shares its contract's tests with the real one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from functions.domain.errors import Permanent
from functions.domain.notices.attempts import OUTWEIGHED
from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import CHANGED, CORRECT, Review, ReviewEntry, Reviewer, last_moment, next_review
from functions.domain.notices.states import PRECEDING, DeliveryStatus, State
from functions.domain.notices.told import proves_untrue
from functions.stores.ledger.repeats import corrected_cycle
from functions.stores.ledger.updates import has_room
from tests.fakes.ledger import FakeLedger

_LONGEST_HISTORY = 100


class FakeDeliveryEvents:
    def __init__(self, ledger: FakeLedger) -> None:
        self._ledger = ledger

    def record_status(
        self,
        ref: NoticeRef,
        delivery_status: DeliveryStatus,
        entry: Entry,
        ses_message_id: str,
        attempt: str | None = None,
    ) -> tuple[Notice, bool]:
        found = self._found(ref)
        if found.state not in PRECEDING[entry.state] or not _is_weaker(found, delivery_status, attempt):
            return found, False
        proven = {"delivery_status": delivery_status, "ses_message_id": ses_message_id, "delivery_attempt": attempt}
        changed = self._ledger.keep(found, entry, **proven)
        if not found.rescinded_at or found.review_reason:
            return changed, True
        self._ledger.review[ref] = None
        if proves_untrue(found, entry.state):
            changed = self._ledger.notices[ref] = replace(changed, review_reason=CORRECT)
            self._ledger.review[ref] = Review(Reviewer.PERSON, entry.at)
        return changed, True

    def record_note(self, ref: NoticeRef, at: datetime, cause: str) -> tuple[Notice, bool]:
        found = self._found(ref)
        entry = Entry(at, found.state, cause)
        if entry in found.history or len(found.history) >= _LONGEST_HISTORY:
            return found, False
        return self._ledger.keep(found, entry), True

    def _found(self, ref: NoticeRef) -> Notice:
        found = self._ledger.get(ref)
        if found is None:
            raise Permanent("unknown_notice", "no such notice in the ledger")
        return found


def _is_weaker(found: Notice, delivery_status: DeliveryStatus, attempt: str | None) -> bool:
    if found.delivery_status is None:
        return True
    if attempt is None or found.delivery_attempt in {None, attempt}:
        return found.delivery_status < delivery_status
    return found.delivery_status in OUTWEIGHED[delivery_status]


class FakeReviewQueue:
    def __init__(self, ledger: FakeLedger) -> None:
        self._ledger = ledger

    def pending(self, who: Reviewer, until: datetime) -> Iterator[ReviewEntry]:
        lines = [(by.at, ref) for ref, by in self._ledger.review.items() if by and by.who is who and by.at <= until]
        for at, ref in sorted(lines):
            notice = self._ledger.notices[ref]
            yield ReviewEntry(ref, notice.state, notice.source, notice.application_id, at)

    def cycles(self, application: str) -> list[Notice]:
        refs = sorted(ref for ref in self._ledger.notices if ref.application == application)
        return [self._ledger.notices[ref] for ref in refs]

    def escalate(self, notice: Notice, at: datetime, cause: str) -> Notice | None:
        by = self._ledger.review.get(notice.ref)
        if by is None or by.who is not Reviewer.SWEEP:
            return None
        return self._move(notice, Entry(at, State.UNKNOWN, cause), Review(Reviewer.PERSON, at))

    def recheck_at(
        self, notice: Notice, at: datetime, until: datetime, cause: str = "past due, enqueued again"
    ) -> Notice | None:
        found = self._ledger.notices[notice.ref]
        if found.state is not State.HELD:
            return None
        changed = self._ledger.keep(found, Entry(at, State.HELD, cause)) if has_room(found) else found
        if not found.review_reason:
            self._ledger.review[notice.ref] = Review(Reviewer.SWEEP, until)
        return changed

    def reopen(self, notice: Notice, at: datetime, cause: str, *, once: bool = False) -> Notice | None:
        found = self._ledger.notices[notice.ref]
        rejected = notice.state is State.REFUSED and notice.ses_message_id
        nothing_to_send = found.decision is None and found.letter is None
        if rejected or found.rescinded_at or nothing_to_send or (once and found.earlier_claim):
            return None
        refused = frozenset({State.REFUSED})
        values: dict[str, Any] = {"claim": None, "delivery_attempt": None}
        values |= {} if once else {"latest_at": last_moment(at, notice.due_at), "burst_position": None}
        if notice.state is not State.REFUSED:
            older = tuple(claim for claim in (notice.earlier_claim, *notice.older_claims) if claim)
            values |= {"earlier_claim": notice.claim, "older_claims": older}
        return self._move(notice, Entry(at, State.HELD, cause), also=refused, **values)

    def open_corrected(self, notice: Notice, at: datetime, cause: str) -> Notice | None:
        found = self._ledger.notices[notice.ref]
        is_corrected = found == notice and found.review_reason == CHANGED and not found.rescinded_at
        if not is_corrected or found.refuses_email or found.decision is None or found.later_decision is None:
            return None
        held = corrected_cycle(notice, at, cause)
        if self._ledger.open(held, at) is not None:
            return None
        until = found.decision.decided_at - timedelta(microseconds=1)
        self._ledger.keep(found, Entry(at, found.state, cause), rescinded_at=until, review_reason=None)
        self._ledger.review[notice.ref] = None
        return held

    def confirm_sent(self, notice: Notice, at: datetime, cause: str) -> Notice | None:
        if notice.state is State.HELD:
            return self._confirm_restored(notice, Entry(at, State.ACCEPTED, cause))
        attempt = notice.claim.id if notice.claim else None
        entry = Entry(at, State.ACCEPTED, cause)
        return self._move(notice, entry, delivery_status=DeliveryStatus.SENT, delivery_attempt=attempt)

    def _confirm_restored(self, notice: Notice, entry: Entry) -> Notice | None:
        found = self._ledger.notices[notice.ref]
        reason = found.review_reason
        if found.state is not State.HELD or reason is None or reason != notice.review_reason:
            return None
        return self._ledger.keep(found, entry, delivery_status=DeliveryStatus.SENT, review_reason=None)

    def resolve(self, notice: Notice, at: datetime, cause: str) -> Notice | None:
        found, by = self._ledger.notices[notice.ref], self._ledger.review.get(notice.ref)
        if found.state is not notice.state or by is None:
            return None
        if by.who is Reviewer.SWEEP and found.state is not State.UNKNOWN:
            return None
        changed = self._ledger.keep(found, Entry(at, found.state, cause), review_reason=None)
        self._ledger.review[notice.ref] = None
        return changed

    def release(self, notice: Notice, at: datetime, cause: str, *, alone: bool = False) -> Notice | None:
        found = self._ledger.notices[notice.ref]
        if found.state is not State.HELD or found.review_reason is None or found.review_reason != notice.review_reason:
            return None
        entry, latest_at = Entry(at, State.HELD, cause), last_moment(at, found.due_at)
        changed = self._ledger.keep(found, entry, review_reason=None, latest_at=latest_at)
        if alone:
            changed = self._ledger.notices[notice.ref] = replace(changed, burst_position=None)
        self._ledger.review[notice.ref] = next_review(State.HELD, at, found.due_at)
        return changed

    def _move(
        self,
        seen: Notice,
        to: Entry,
        by: Review | None = None,
        also: frozenset[State] = frozenset(),
        **values: object,
    ) -> Notice | None:
        """Of the attempt that was seen, where SES has proven nothing since."""
        found = self._ledger.notices[seen.ref]
        same = found.claim is not None and found.claim == seen.claim and found.delivery_status == seen.delivery_status
        if not same or found.state not in {State.CLAIMED, State.UNKNOWN} | also:
            return None
        delivery_status = (
            values.pop("delivery_status", None) if to.state is not State.UNKNOWN else found.delivery_status
        )
        changed = self._ledger.keep(replace(found, delivery_status=None), to, delivery_status=delivery_status, **values)
        if by:
            self._ledger.review[seen.ref] = by
        return changed
