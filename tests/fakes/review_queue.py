"""The ledger in memory, as feedback, sweep and operator see it. It shares its contract's tests with the real one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from functions.domain.errors import Permanent
from functions.domain.notices.notice import Entry, Notice, NoticeRef
from functions.domain.notices.review import Attention, Waiting, Who, attention
from functions.domain.notices.states import Proof, State, preceding
from tests.fakes.ledger import FakeLedger

_LONGEST_HISTORY = 100


class FakeProofs:
    def __init__(self, ledger: FakeLedger) -> None:
        self._ledger = ledger

    def learn(self, ref: NoticeRef, proof: Proof, entry: Entry, ses_message_id: str) -> tuple[Notice, bool]:
        found = self._found(ref)
        if found.state not in preceding(entry.state) or (found.proof is not None and found.proof >= proof):
            return found, False
        return self._ledger.keep(found, entry, proof=proof, ses_message_id=ses_message_id), True

    def note(self, ref: NoticeRef, at: datetime, cause: str) -> tuple[Notice, bool]:
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


class FakeUnsettled:
    def __init__(self, ledger: FakeLedger) -> None:
        self._ledger = ledger

    def waiting(self, who: Who, until: datetime) -> Iterator[Waiting]:
        lines = [(by.at, ref) for ref, by in self._ledger.attention.items() if by and by.who is who and by.at <= until]
        for at, ref in sorted(lines):
            notice = self._ledger.notices[ref]
            yield Waiting(ref, notice.state, notice.source, notice.application_id, at)

    def hand_over(self, notice: Notice, at: datetime, cause: str) -> Notice | None:
        by = self._ledger.attention.get(notice.ref)
        if by is None or by.who is not Who.SWEEP:
            return None
        return self._move(notice, Entry(at, State.UNKNOWN, cause), Attention(Who.PERSON, at))

    def look_later(self, notice: Notice, at: datetime, until: datetime) -> Notice | None:
        found = self._ledger.notices[notice.ref]
        if found.state is not State.HELD:
            return None
        changed = self._ledger.keep(found, Entry(at, State.HELD, "past due, asked for again"))
        if not found.task:
            self._ledger.attention[notice.ref] = Attention(Who.SWEEP, until)
        return changed

    def send_again(self, notice: Notice, at: datetime, cause: str, *, once: bool = False) -> Notice | None:
        found = self._ledger.notices[notice.ref]
        rejected = notice.state is State.REFUSED and notice.ses_message_id
        if rejected or found.rescinded_at or found.decision is None or (once and found.earlier_claim):
            return None
        refused = frozenset({State.REFUSED})
        wanted = {} if once else {"latest_at": None, "place": None}
        entry = Entry(at, State.HELD, cause)
        return self._move(notice, entry, also=refused, claim=None, earlier_claim=notice.claim, **wanted)

    def believe(self, notice: Notice, at: datetime, cause: str) -> Notice | None:
        return self._move(notice, Entry(at, State.ACCEPTED, cause), proof=Proof.SENT)

    def handled(self, notice: Notice, at: datetime, cause: str) -> Notice | None:
        found, by = self._ledger.notices[notice.ref], self._ledger.attention.get(notice.ref)
        if found.state is not notice.state or by is None or by.who is not Who.PERSON:
            return None
        changed = self._ledger.keep(found, Entry(at, found.state, cause), task=None)
        self._ledger.attention[notice.ref] = None
        return changed

    def release(self, notice: Notice, at: datetime, cause: str, *, alone: bool = False) -> Notice | None:
        found = self._ledger.notices[notice.ref]
        if found.state is not State.HELD or found.task is None or found.task != notice.task:
            return None
        changed = self._ledger.keep(found, Entry(at, State.HELD, cause), task=None, latest_at=None)
        if alone:
            changed = self._ledger.notices[notice.ref] = replace(changed, place=None)
        self._ledger.attention[notice.ref] = attention(State.HELD, at, found.due_at)
        return changed

    def _move(
        self,
        seen: Notice,
        to: Entry,
        by: Attention | None = None,
        also: frozenset[State] = frozenset(),
        **values: object,
    ) -> Notice | None:
        """Of the attempt that was seen, where SES has proven nothing since."""
        found = self._ledger.notices[seen.ref]
        same = found.claim is not None and found.claim == seen.claim and found.proof == seen.proof
        if not same or found.state not in {State.CLAIMED, State.UNKNOWN} | also:
            return None
        proof = values.pop("proof", None) if to.state is not State.UNKNOWN else found.proof
        changed = self._ledger.keep(replace(found, proof=None), to, proof=proof, **values)
        if by:
            self._ledger.attention[seen.ref] = by
        return changed
