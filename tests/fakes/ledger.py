"""The ledger in memory. It shares its contract's tests with the real one."""

from dataclasses import replace
from datetime import datetime

from functions.domain.decision import Rejection
from functions.domain.notice import Claim, Entry, Notice, NoticeRef, State, preceding


class FakeLedger:
    def __init__(self) -> None:
        self.notices: dict[NoticeRef, Notice] = {}

    def get(self, ref: NoticeRef) -> Notice | None:
        return self.notices.get(ref)

    def open(self, notice: Notice, at: datetime) -> Notice | None:
        if found := self.notices.get(notice.ref):
            return None if found == notice else found
        self.notices[notice.ref] = notice
        return None

    def claim(self, ref: NoticeRef, claim: Claim) -> Notice | None:
        found = self.notices.get(ref)
        if found is None or found.claim == claim:
            return found
        if found.rescinded_at:
            return None
        return self._move(found, Entry(claim.at, State.CLAIMED, "due"), claim=claim)

    def settle(self, ref: NoticeRef, claim: Claim, end: Entry, ses_message_id: str | None = None) -> Notice | None:
        found = self._claimed(ref, claim)
        return self._move(found, end, ses_message_id=ses_message_id) if found else None

    def release(self, ref: NoticeRef, claim: Claim, at: datetime, cause: str) -> Notice | None:
        found = self._claimed(ref, claim)
        return self._move(found, Entry(at, State.HELD, cause), claim=None) if found else None

    def suppress(self, ref: NoticeRef, at: datetime, cause: str) -> Notice | None:
        found = self.notices.get(ref)
        return self._move(found, Entry(at, State.SUPPRESSED, cause)) if found else None

    def take_back(self, ref: NoticeRef, rescinded_at: datetime, at: datetime) -> Notice | None:
        found, end = self.notices.get(ref), Entry(at, State.RESCINDED, "rescinded")
        return self._move(found, end, rescinded_at=rescinded_at) if found else None

    def close(self, ref: NoticeRef, rescinded_at: datetime, at: datetime, state: State) -> Notice | None:
        found, entry = self._open_in(ref, state), Entry(at, state, "rescinded, too late")
        return self._keep(found, entry, rescinded_at=rescinded_at) if found else None

    def note_later(
        self, ref: NoticeRef, later: Rejection, at: datetime, state: State, seen: Rejection | None
    ) -> Notice | None:
        found, entry = self._open_in(ref, state), Entry(at, state, "decided again")
        return self._keep(found, entry, later_decision=later) if found and found.later_decision == seen else None

    def _claimed(self, ref: NoticeRef, claim: Claim) -> Notice | None:
        found = self.notices.get(ref)
        return found if found and found.claim and found.claim.id == claim.id else None

    def _open_in(self, ref: NoticeRef, state: State) -> Notice | None:
        found = self.notices.get(ref)
        return found if found and found.state is state and found.rescinded_at is None else None

    def _move(self, notice: Notice, to: Entry, **values: object) -> Notice | None:
        return self._keep(notice, to, **values) if notice.state in preceding(to.state) else None

    def _keep(self, notice: Notice, entry: Entry, **values: object) -> Notice:
        changed = replace(notice, state=entry.state, history=(*notice.history, entry), **values)  # type: ignore[arg-type]
        self.notices[notice.ref] = changed
        return changed
