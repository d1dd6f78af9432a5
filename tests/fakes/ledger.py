"""The ledger in memory. It shares its contract's tests with the real one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from functions.domain.attention import Attention, attention
from functions.domain.decision import Rejection
from functions.domain.notice import Claiming, Entry, Mark, Notice, NoticeRef, Proof, State, preceding

_PROOFS = {State.ACCEPTED: Proof.SENT, State.REFUSED: Proof.REJECTED}


class FakeLedger:
    """`attention` is the sparse index."""

    def __init__(self) -> None:
        self.notices: dict[NoticeRef, Notice] = {}
        self.attention: dict[NoticeRef, Attention | None] = {}

    def get(self, ref: NoticeRef) -> Notice | None:
        return self.notices.get(ref)

    def get_many(self, refs: Iterable[NoticeRef]) -> dict[NoticeRef, Notice]:
        return {ref: self.notices[ref] for ref in refs if ref in self.notices}

    def open(self, notice: Notice, at: datetime) -> Notice | None:
        if found := self.notices.get(notice.ref):
            return None if found == notice else found
        self.notices[notice.ref] = notice
        self.attention[notice.ref] = attention(notice.state, at, notice.due_at)
        return None

    def claim_all(self, claimings: Sequence[Claiming]) -> list[bool]:
        return [self.claim(claiming) for claiming in claimings]

    def claim(self, wanted: Claiming) -> bool:
        if wanted.is_new:
            return wanted.notice.ref not in self.notices and self.open(wanted.claimed(), wanted.claim.at) is None
        found = self.notices.get(wanted.notice.ref)
        if found is None or found.rescinded_at or found.state is not State.HELD:
            return False
        return self.keep(found, wanted.entry, claim=wanted.claim) is not None

    def mark_all(self, marks: Sequence[Mark]) -> list[bool]:
        return [self.mark(mark) for mark in marks]

    def mark(self, mark: Mark) -> bool:
        found, end = self.notices.get(mark.ref), mark.entry.state
        if found is None or found.claim is None or found.claim.id != mark.claim.id or found.proof is not None:
            return False
        if found.state is not State.CLAIMED and not (found.state is State.UNKNOWN and end in _PROOFS):
            return False
        claim = None if end is State.HELD else found.claim
        self.keep(found, mark.entry, claim=claim, proof=_PROOFS.get(end), ses_message_id=mark.ses_message_id)
        return True

    def suppress(self, ref: NoticeRef, at: datetime, cause: str) -> Notice | None:
        return self._move(ref, Entry(at, State.SUPPRESSED, cause))

    def take_back(self, ref: NoticeRef, rescinded_at: datetime, at: datetime) -> Notice | None:
        return self._move(ref, Entry(at, State.RESCINDED, "rescinded"), rescinded_at=rescinded_at)

    def close(self, ref: NoticeRef, rescinded_at: datetime, at: datetime, state: State) -> Notice | None:
        found, entry = self._open_in(ref, state), Entry(at, state, "rescinded, too late")
        return self.keep(found, entry, rescinded_at=rescinded_at) if found else None

    def note_later(
        self, ref: NoticeRef, later: Rejection, at: datetime, state: State, seen: Rejection | None
    ) -> Notice | None:
        found, entry = self._open_in(ref, state), Entry(at, state, "decided again")
        return self.keep(found, entry, later_decision=later) if found and found.later_decision == seen else None

    def keep(self, notice: Notice, entry: Entry, **values: object) -> Notice:
        """Writes a change; whoever looks next is told where the state changes."""
        changed = replace(notice, state=entry.state, history=(*notice.history, entry), **values)  # type: ignore[arg-type]
        self.notices[notice.ref] = changed
        if entry.state is not notice.state:
            self.attention[notice.ref] = attention(entry.state, entry.at)
        return changed

    def _open_in(self, ref: NoticeRef, state: State) -> Notice | None:
        found = self.notices.get(ref)
        return found if found and found.state is state and found.rescinded_at is None else None

    def _move(self, ref: NoticeRef, to: Entry, **values: object) -> Notice | None:
        found = self.notices.get(ref)
        return self.keep(found, to, **values) if found and found.state in preceding(to.state) else None
