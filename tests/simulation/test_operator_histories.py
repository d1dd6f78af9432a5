"""Histories of doubt, of operators and of a restored ledger, as they happen, and what is broken on purpose in each.

The random histories come to these too seldom to show that a rule can fail.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

import pytest

from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import LATE
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.states import DeliveryStatus, State
from tests.builders import DECIDED_AT, SOURCE, minutes
from tests.fakes.ledger import FakeLedger
from tests.fakes.review_queue import FakeDeliveryEvents, FakeReviewQueue
from tests.simulation.world import Telling

type History = Callable[[Telling], None]
REF = NoticeRef.of(SOURCE, "A-1")


class ForgottenDoubt(FakeLedger):
    """What is held is taken for never sent."""

    def rescind(self, ref: NoticeRef, revocation: Revocation, at: datetime) -> Notice | None:
        found = self.notices[ref]
        self.notices[ref] = replace(found, earlier_claim=None, review_reason=None)
        return super().rescind(ref, revocation, at)


class KeptOnTheList(FakeLedger):
    """What nobody is owed any more stays on the list."""

    def close(self, ref: NoticeRef, revocation: Revocation, at: datetime, state: State) -> Notice | None:
        before = self.review[ref]
        closed = super().close(ref, revocation, at, state)
        self.review[ref] = self.review[ref] or before
        return closed


class FirstClosesAlone(FakeLedger):
    """Only the first event that closes a notice says whether somebody must correct it."""

    def require_correction(self, closed: Notice, cause: str, at: datetime) -> Notice | None:
        return closed


class NeverLate(FakeLedger):
    """The sweep leaves what is late to a queue that nothing reads."""

    def require_review(self, ref: NoticeRef, at: datetime, review_reason: str) -> Notice | None:
        return None if review_reason == LATE else super().require_review(ref, at, review_reason)


class ForgetfulSend(FakeReviewQueue):
    """One more attempt forgets the one before."""

    def reopen(self, notice: Notice, at: datetime, cause: str, *, once: bool = False) -> Notice | None:
        again = super().reopen(notice, at, cause, once=once)
        if again:
            self._ledger.notices[notice.ref] = replace(again, earlier_claim=None)
        return again


class SilentProof(FakeDeliveryEvents):
    """What turns up of a revoked notice is written down, and nobody hears of it."""

    def record_status(
        self,
        ref: NoticeRef,
        delivery_status: DeliveryStatus,
        entry: Entry,
        ses_message_id: str,
        attempt: str | None = None,
    ) -> tuple[Notice, bool]:
        self._ledger.notices[ref] = replace(self._found(ref), requires_correction=False)
        return super().record_status(ref, delivery_status, entry, ses_message_id, attempt)


class EverybodyTold(FakeReviewQueue):
    """What is resolved is taken for sent."""

    def resolve(self, notice: Notice, at: datetime, cause: str) -> Notice | None:
        changed = super().resolve(notice, at, cause)
        return changed and self._ledger.keep(changed, Entry(at, State.ACCEPTED, cause))


def go(world: Telling) -> None:
    """Everything on the queue comes to its end for now."""
    world.all_goes_well_for_a_moment()


def doubted(world: Telling) -> None:
    """SES took the email, its answer and its event are lost, and an operator has it sent once more."""
    world.publish_rejection(application="A-1", decided_at=DECIDED_AT, can_email=True)
    world.ses_will_answer(answers=["no answer, sent"], outage=False)
    go(world)
    world.an_event_is_lost(place=0)
    world.time_passes(count=70)
    world.the_sweep_begins()
    world.a_worker_ends(place=0)
    world._type("send", REF)
    assert world.world.ledger.notices[REF].state is State.HELD


def rescinded_in_doubt(world: Telling) -> None:
    doubted(world)
    world.publish_rescission(application="A-1", rescinded_at=DECIDED_AT + minutes(60))
    world.queue.reverse()
    go(world)


def hired_in_doubt(world: Telling) -> None:
    doubted(world)
    world.publish_an_ending(application="A-1", kind="hired", at=DECIDED_AT, bulk=False)
    world.queue.reverse()
    go(world)


def refused_and_withdrawn(world: Telling) -> None:
    world.publish_rejection(application="A-1", decided_at=DECIDED_AT, can_email=True)
    world.ses_will_answer(answers=["refused"], outage=False)
    go(world)
    world.publish_an_ending(application="A-1", kind="withdrew", at=DECIDED_AT, bulk=False)
    go(world)


def hired_after_they_withdrew(world: Telling) -> None:
    world.publish_rejection(application="A-1", decided_at=DECIDED_AT, can_email=True)
    go(world)
    world.publish_an_ending(application="A-1", kind="withdrew", at=DECIDED_AT, bulk=False)
    go(world)
    world.publish_an_ending(application="A-1", kind="hired", at=DECIDED_AT, bulk=False)
    go(world)


def late_while_nothing_is_read(world: Telling) -> None:
    """DueNotices is not consumed; the sweep alone is at work."""
    world.publish_rejection(application="A-1", decided_at=DECIDED_AT + minutes(60), can_email=True)
    go(world)
    for _ in range(30):
        world.time_passes(count=600)
        world.the_sweep_begins()
        world.a_worker_ends(place=0)
        world.queue[:] = [message for message in world.queue if not isinstance(message, NoticeRef)]


def restored(world: Telling) -> None:
    """The ledger is restored to before the email."""
    world.publish_rejection(application="A-1", decided_at=DECIDED_AT + minutes(60), can_email=True)
    go(world)
    world.a_backup_is_taken()
    world.time_passes(count=70)
    go(world)
    # SES's events were recorded, in the ledger that is lost.
    go(world)
    assert world.witness.told == [REF]
    world.the_ledger_is_restored()


def restored_and_sent_again(world: Telling) -> None:
    restored(world)
    world.queue.append(REF)
    go(world)


def restored_and_rescinded(world: Telling) -> None:
    restored(world)
    world.publish_rescission(application="A-1", rescinded_at=DECIDED_AT + minutes(60))
    go(world)


def rescinded_and_proven(world: Telling) -> None:
    """Nobody held anything: the email that the ledger has forgotten turns up after the rescission."""
    restored(world)
    world.publish_rescission(application="A-1", rescinded_at=DECIDED_AT + minutes(60))
    go(world)
    assert world.world.ledger.notices[REF].state is State.RESCINDED
    world.a_mail_fares(place=0, fate="delivered")
    go(world)


def resolved_unsent(world: Telling) -> None:
    world.publish_rejection(application="A-1", decided_at=DECIDED_AT, can_email=True)
    world.ses_will_answer(answers=["refused"], outage=False)
    go(world)
    world._type("resolve", REF)


HISTORIES: list[History] = [
    rescinded_in_doubt,
    hired_in_doubt,
    refused_and_withdrawn,
    hired_after_they_withdrew,
    late_while_nothing_is_read,
    restored_and_sent_again,
    restored_and_rescinded,
    resolved_unsent,
]


def play(history: History, parts: Mapping[str, object]) -> None:
    world = type("Played", (Telling,), dict(parts))()
    history(world)
    world.teardown()


@pytest.mark.parametrize("history", HISTORIES)
def test_the_history_breaks_no_promise(history: History) -> None:
    play(history, {})


def test_a_proof_that_comes_after_the_rescission_is_heard() -> None:
    play(rescinded_and_proven, {"holds": False})
    with pytest.raises(AssertionError, match="nobody has to say so"):
        play(rescinded_and_proven, {"holds": False, "delivery_events": SilentProof})


@pytest.mark.parametrize(
    ("history", "parts", "caught"),
    [
        (rescinded_in_doubt, {"ledger": ForgottenDoubt}, "nobody has to say so"),
        (hired_in_doubt, {"ledger": ForgottenDoubt}, "nobody has to say so"),
        (hired_in_doubt, {"reviews": ForgetfulSend}, "nobody has to say so"),
        (refused_and_withdrawn, {"ledger": KeptOnTheList}, "nobody is owed that answer any more"),
        (hired_after_they_withdrew, {"ledger": FirstClosesAlone}, "nobody has to say so"),
        (late_while_nothing_is_read, {"ledger": NeverLate}, "nobody has to look at it"),
        (restored_and_sent_again, {"holds": False}, "told twice"),
        (restored_and_rescinded, {"ledger": ForgottenDoubt}, "nobody has to say so"),
        (resolved_unsent, {"reviews": EverybodyTold}, "nothing was sent"),
    ],
)
def test_what_is_broken_on_purpose_in_it_is_caught(history: History, parts: Mapping[str, object], caught: str) -> None:
    with pytest.raises(AssertionError, match=caught):
        play(history, parts)
