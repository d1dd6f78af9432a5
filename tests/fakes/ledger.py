"""The ledger in memory. It shares its contract's tests with the real one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from functions.domain.decisions.rejection import Rejection
from functions.domain.notices.correction import replaced_by_correction
from functions.domain.notices.notice import Claim, Entry, Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import (
    CHANGED,
    CORRECT,
    Review,
    Reviewer,
    first_review,
    next_review,
    without_reason,
)
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.sendable import Mark, Sendable
from functions.domain.notices.states import PRECEDING, SETTLED, DeliveryStatus, State
from functions.domain.notices.told import may_have_been_told, needs_correction
from functions.stores.ledger.updates import has_room

_PROOFS = {State.ACCEPTED: DeliveryStatus.SENT, State.REFUSED: DeliveryStatus.REJECTED}


class FakeLedger:
    """`review` is the sparse index."""

    def __init__(self) -> None:
        self.notices: dict[NoticeRef, Notice] = {}
        self.review: dict[NoticeRef, Review | None] = {}

    def get(self, ref: NoticeRef) -> Notice | None:
        return self.notices.get(ref)

    def get_many(self, refs: Iterable[NoticeRef]) -> dict[NoticeRef, Notice]:
        return {ref: self.notices[ref] for ref in refs if ref in self.notices}

    def open(self, notice: Notice, at: datetime) -> Notice | None:
        if found := self.notices.get(notice.ref):
            return None if found == notice else found
        self.notices[notice.ref] = notice
        self.review[notice.ref] = first_review(notice, at)
        return None

    def claim_all(self, claims: Sequence[tuple[Sequence[Sendable], Claim]]) -> list[bool]:
        return [self.claim_mail(items, claim) for items, claim in claims]

    def claim_mail(self, items: Sequence[Sendable], claim: Claim) -> bool:
        """All of them, or none."""
        return all(map(self.may_claim, items)) and [self.claim(item, claim) for item in items] == [True] * len(items)

    def may_claim(self, wanted: Sendable) -> bool:
        found = self.notices.get(wanted.ref)
        if wanted.is_new:
            return found is None
        if found is None or found.state is not State.HELD or found.revision != wanted.notice.revision:
            return False
        return not found.rescinded_at and not found.review_reason

    def claim(self, wanted: Sendable, claim: Claim) -> bool:
        if wanted.is_new:
            return self.open(wanted.claimed(claim), claim.at) is None
        return self.keep(self.notices[wanted.ref], wanted.claim_entry(claim), claim=claim) is not None

    def mark_all(self, marks: Sequence[Mark]) -> list[bool]:
        return [self.mark(mark) for mark in marks]

    def mark(self, mark: Mark) -> bool:
        found, end = self.notices.get(mark.ref), mark.entry.state
        if found is None or found.claim is None or found.claim.id != mark.claim.id:
            return False
        # An event has said meanwhile that an earlier attempt was rejected.
        is_other = found.delivery_status is DeliveryStatus.REJECTED and found.delivery_attempt not in {
            None,
            mark.claim.id,
        }
        if not (is_other and end is State.ACCEPTED) and (
            found.delivery_status is not None
            or (found.state is not State.CLAIMED and not (found.state is State.UNKNOWN and end in _PROOFS))
        ):
            return False
        claim, proof = None if end is State.HELD else found.claim, _PROOFS.get(end)
        given_back = found.given_back
        if end is State.HELD and mark.claim.together:
            given_back = replace(mark.claim, sent_to=None)
        proven = {"delivery_attempt": mark.claim.id, "ses_message_id": mark.ses_message_id} if proof else {}
        self.keep(found, mark.entry, claim=claim, delivery_status=proof, given_back=given_back, **proven)
        if end is State.REFUSED and found.rescinded_at and not found.review_reason:
            self.review[mark.ref] = None
        return True

    def suppress(self, ref: NoticeRef, at: datetime, cause: str, review_reason: str | None = None) -> Notice | None:
        changed = self._move(ref, Entry(at, State.SUPPRESSED, cause), review_reason=review_reason)
        if changed:
            self.review[ref] = next_review(State.SUPPRESSED, at, review_reason=review_reason)
        return changed

    def require_review(self, ref: NoticeRef, at: datetime, review_reason: str) -> Notice | None:
        found = self._open_in(ref, State.HELD)
        if found is None or found.review_reason:
            return None
        changed = self.keep(
            found, Entry(at, State.HELD, f"held for review: {review_reason}"), review_reason=review_reason
        )
        self.review[ref] = Review(Reviewer.PERSON, at)
        return changed

    def postpone(self, notice: Notice, until: datetime, at: datetime, cause: str) -> Notice | None:
        found = self._open_in(notice.ref, State.HELD)
        if found is None or found.review_reason or found.postponements != notice.postponements:
            return None
        changed = self.keep(found, Entry(at, State.HELD, cause), due_at=until, postponements=found.postponements + 1)
        if not has_room(found):
            changed = self.notices[notice.ref] = replace(changed, history=found.history)
        self.review[notice.ref] = next_review(State.HELD, at, until)
        return changed

    def rescind(self, ref: NoticeRef, revocation: Revocation, at: datetime) -> Notice | None:
        found = self.notices.get(ref)
        known = found is not None and found.earlier_claim is not None and found.review_reason == CORRECT
        is_untrue = found is not None and (known or needs_correction(found, revocation))
        entry, review_reason = Entry(at, State.RESCINDED, revocation.cause), CORRECT if is_untrue else None
        changed = self._move(ref, entry, review_reason=review_reason, **_revoked(revocation))
        if changed:
            self.review[ref] = next_review(State.RESCINDED, at, review_reason=review_reason)
        return changed

    def close(self, ref: NoticeRef, revocation: Revocation, at: datetime, state: State) -> Notice | None:
        found, entry = self._open_in(ref, state), Entry(at, state, f"{revocation.cause}, too late")
        if found is None:
            return None
        is_untrue, is_owed = (
            needs_correction(found, revocation),
            state in {State.REFUSED, State.BOUNCED, State.SUPPRESSED},
        )
        is_news = revocation.is_correction and state in {State.CLAIMED, State.UNKNOWN}
        is_over = revocation.closes_sent and found.review_reason == CHANGED and not is_untrue
        review_reason = CORRECT if is_untrue else None if is_owed or is_over else found.review_reason
        review_reason = CHANGED if is_news else review_reason
        changed = self.keep(found, entry, review_reason=review_reason, **_revoked(revocation))
        if is_untrue or is_owed or is_news:
            self.review[ref] = Review(Reviewer.PERSON, at) if is_untrue or is_news else None
        elif is_over:
            self.review[ref] = next_review(state, at)
        return changed

    def require_correction(self, closed: Notice, cause: str, at: datetime) -> Notice | None:
        found = self.notices[closed.ref]
        if found.state is not closed.state or found.requires_correction or _claims(found)[1:] != _claims(closed)[1:]:
            return None
        reason = CORRECT if may_have_been_told(found) else found.review_reason
        changed = self.keep(found, Entry(at, found.state, cause), requires_correction=True, review_reason=reason)
        if may_have_been_told(found):
            self.review[closed.ref] = Review(Reviewer.PERSON, at)
        return changed

    def keep_other_end(self, ref: NoticeRef, revocation: Revocation) -> None:
        """Only the operator's `reopen` reads it, which has no fake."""

    def erase(self, notice: Notice, at: datetime) -> Notice | None:
        found = self.notices[notice.ref]
        if found.state is not notice.state or _claims(found) != _claims(notice):
            return None
        claims = {
            name: replace(claim, sent_to=None)
            for name, claim in (("claim", found.claim), ("earlier_claim", found.earlier_claim))
            if claim
        }
        older = tuple(replace(claim, sent_to=None) for claim in found.older_claims)
        entry = Entry(at, found.state, "personal data erased")
        letter = replace(found.letter, to=None) if found.letter else None
        found = replace(found, letter=letter, history=tuple(map(without_reason, found.history)))
        return self.keep(found, entry, decision=None, later_decision=None, replaced=(), older_claims=older, **claims)

    def remember_repeat(
        self,
        ref: NoticeRef,
        later: Rejection | None,
        at: datetime,
        state: State,
        seen: Rejection | None,
        *,
        review_reason: str | None = None,
    ) -> Notice | None:
        found = self._open_in(ref, state)
        if found is None or found.decision is None or found.later_decision != seen:
            return None
        if review_reason:
            entry = Entry(at, state, "decided again, with other content")
            changed = self.keep(found, entry, later_decision=later, review_reason=review_reason)
            self.review[ref] = Review(Reviewer.PERSON, at)
            return changed
        if seen is None:
            return self.keep(found, Entry(at, state, "decided again"), later_decision=later)
        self.notices[ref] = replace(found, later_decision=later)
        return self.notices[ref]

    def correct(self, notice: Notice, rejection: Rejection, at: datetime) -> Notice | None:
        found = self._open_in(notice.ref, State.HELD)
        if found is None or found.decision is None or found.revision != notice.revision:
            return None
        was_changed = notice.review_reason == CHANGED
        changed = self.keep(
            found,
            Entry(at, State.HELD, "corrected"),
            decision=rejection,
            later_decision=None,
            first_decided_at=found.first_decided_at or found.decision.decided_at,
            revision=found.revision + 1,
            replaced=replaced_by_correction(found),
            review_reason=None if was_changed else found.review_reason,
        )
        if was_changed:
            self.review[notice.ref] = next_review(State.HELD, at, found.due_at)
        return changed

    def keep(self, notice: Notice, entry: Entry, **values: object) -> Notice:
        """Writes a change; whoever looks next is told where the state changes, and a person's task stays theirs."""
        changed = replace(notice, state=entry.state, history=(*notice.history, entry), **values)  # type: ignore[arg-type]
        if changed.letter and entry.state in SETTLED:
            changed = replace(changed, letter=replace(changed.letter, to=None))
        self.notices[notice.ref] = changed
        if entry.state is not notice.state and not changed.review_reason:
            self.review[notice.ref] = next_review(entry.state, entry.at)
        return changed

    def _open_in(self, ref: NoticeRef, state: State) -> Notice | None:
        found = self.notices.get(ref)
        return found if found and found.state is state and found.rescinded_at is None else None

    def _move(self, ref: NoticeRef, to: Entry, **values: object) -> Notice | None:
        found = self.notices.get(ref)
        return self.keep(found, to, **values) if found and found.state in PRECEDING[to.state] else None


def _revoked(revocation: Revocation) -> dict[str, object]:
    values: dict[str, object] = {
        "rescinded_at": revocation.until,
        "requires_correction": revocation.requires_correction,
    }
    if revocation.correction:
        values["later_decision"] = revocation.correction
    elif revocation.is_correction:
        values |= {"decision": None, "later_decision": None, "replaced": ()}
    return values


def _claims(notice: Notice) -> list[str | None]:
    """Which attempts it knows of."""
    return [claim.id if claim else None for claim in (notice.claim, notice.earlier_claim)]
