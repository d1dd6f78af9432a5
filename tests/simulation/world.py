"""Queues, clock, SES and workers around the real services. Each rule is something that happens on AWS sooner or later.

Messages come twice, late and in any order; batches of several workers interleave at every call; workers die between
any two; SES takes a mail and does not answer, throttles, pauses; its events come late, twice, in any order, or never.
"""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from functions.domain.decisions.events import DecisionEvent, Rejected
from functions.domain.employers.policy import Brake, Window
from functions.domain.errors import CircuitOpen, KindRegardsError, Refused, Stopped, Throttled, Transient, Unsure
from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import RESTORED_DUE, RESTORED_LATER, SETTLE_WITHIN, Review, Reviewer
from functions.domain.notices.revocation import HIRED_FOR
from functions.feedback.ports import Ports as FeedbackPorts
from functions.feedback.record import record
from functions.mail.ses_events import MailEvent, parse_mail_event
from functions.notify.commands import Command
from functions.notify.pipeline import process
from functions.review.correction import can_send_correction
from functions.review.hints import to_do
from functions.sweep.ports import Ports as SweepPorts
from functions.sweep.sweep import sweep
from ops.terminal.failure import Failure
from tests.builders import DECIDED_AT, erased, hired, minutes, rescinded, ses_event, withdrew
from tests.fakes.circuit import FakeCircuit
from tests.fakes.concurrency import FakeRateLimiter
from tests.fakes.ledger import FakeLedger
from tests.fakes.mailer import FakeMailer
from tests.fakes.notify import World
from tests.fakes.operator import VERBS, FakeConnection
from tests.fakes.people import FakePeople
from tests.fakes.review import Crash, watched
from tests.fakes.review_queue import FakeDeliveryEvents, FakeReviewQueue
from tests.fakes.scheduler import FakeScheduler
from tests.simulation.applicants import IDS, rejection_of
from tests.simulation.limits import WatchedCircuit, check_counts
from tests.simulation.waiting import MAX_WAIT_ON_QUEUE, check_schedules, is_quiet
from tests.simulation.witness import Witness, next_opening
from tests.simulation.workers import Worker, reach

_VERB = re.compile(rf"\b({'|'.join(VERBS)})\b")
type Message = DecisionEvent | NoticeRef | MailEvent

HOLD = timedelta(minutes=50)
# Of a history's end: two days, in which what can go out does, and nothing is late that was not late before.
_ROUNDS = 14
WINDOW = Window(opens=time(9), closes=time(17))
# Of three decisions about one job in an hour one is too many.
BRAKE = Brake(per_job_and_hour=2, first_few=1)
ANSWERS: dict[str, Callable[[], KindRegardsError | None]] = {
    "accepted": lambda: None,
    "refused": partial(Refused, "MessageRejected"),
    "throttled": partial(Throttled, "TooManyRequestsException"),
    "paused": partial(Stopped, "SendingPausedException"),
    "not connected": partial(Transient, "ConnectTimeoutError"),
    "no answer, sent": partial(Unsure, "sent"),
    "no answer, not sent": partial(Unsure, "lost"),
}

# How an application, or what is known of its person, may end; a hire of long ago closes only what was decided since.
ENDINGS: dict[str, Callable[[str, datetime], DecisionEvent]] = {
    "hired": lambda name, at: hired(application_id=name, hired_at=at, candidate={"id": IDS[name]}),
    "hired once": lambda name, at: hired(application_id=name, hired_at=at - HIRED_FOR, candidate={"id": IDS[name]}),
    "withdrew": lambda name, at: withdrew(application_id=name, withdrew_at=at),
    "erased": lambda name, at: erased(candidate_id=IDS[name], erased_at=at),
}

# What may become of a mail that SES took, event by event.
FATES = {
    "delivered": ["delivery"],
    "delayed": ["delay", "delivery"],
    "out of office": ["delivery", "soft bounce"],
    "mailbox full": ["soft bounce"],
    "no such mailbox": ["bounce"],
    "bounced late": ["delivery", "bounce"],
    "complained": ["delivery", "complaint"],
    "virus": ["reject"],
    "something new": ["unheard of", "delivery"],
}

# Few values, so that they meet often: some are due, some held, some rescinded before, as or after they were decided.
moments = st.sampled_from([0, 5, 10, 30, 60]).map(lambda count: DECIDED_AT + minutes(count))
applications = st.sampled_from(sorted(IDS))
places = st.integers(0, 9)
one_in_eight = st.sampled_from([False] * 7 + [True])


class Telling(RuleBasedStateMachine):
    """The world; subclasses break a part of it."""

    ledger: ClassVar[type[FakeLedger]] = FakeLedger
    mailer: ClassVar[type[FakeMailer]] = FakeMailer
    people: ClassVar[type[FakePeople]] = FakePeople
    circuit: ClassVar[type[FakeCircuit]] = FakeCircuit
    delivery_events: ClassVar[type[FakeDeliveryEvents]] = FakeDeliveryEvents
    reviews: ClassVar[type[FakeReviewQueue]] = FakeReviewQueue
    scheduler: ClassVar[type[FakeScheduler]] = FakeScheduler
    retry_in_doubt: ClassVar[bool] = False
    # Whether everything is held when the ledger was restored.
    holds: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self.turn: Worker | None = None
        # Whether two were at work at once, or one died: then the brake may count a decision twice, to be safe.
        self.is_entangled = False
        self.watched_circuit = WatchedCircuit(self.circuit(), lambda: self.turn)
        # Parts of two notices, so that a batch has more than one.
        self.world = World(
            hold=HOLD,
            window=WINDOW,
            brake=BRAKE,
            now=DECIDED_AT + minutes(60),
            ledger=self.ledger(),
            mailer=self.mailer(),
            people=self.people(),
            scheduler=self.scheduler(),
            circuit=self.watched_circuit,
            rate_limiter=FakeRateLimiter(max_batch=2),
            hook=self._reach,
        )
        self.witness = Witness(self.world)
        self.queue: list[Message] = []
        self.published: list[DecisionEvent] = []
        self.workers: list[Worker] = []
        self.lost_hints: set[NoticeRef] = set()
        self.mails = 0
        self.backup: tuple[dict[NoticeRef, Notice], dict[NoticeRef, Review | None]] = {}, {}
        self.is_back_at = self.world.now
        self.world.mailer.otherwise = self._answer_in_an_outage
        self._wire()

    def _wire(self) -> None:
        """The ports of feedback and sweep, on the same ledger."""
        ledger = self.world.ledger
        self.feedback = FeedbackPorts(
            delivery_events=watched(self.delivery_events(ledger), self._reach),
            do_not_contact=watched(self.world.do_not_contact, self._reach),
            pool=self.world.pool,
        )
        self.sweep = SweepPorts(
            ledger=watched(ledger, self._reach),
            reviews=watched(self.reviews(ledger), self._reach),
            enqueue=self.queue.append,
            now=lambda: self.world.now,
            retry_in_doubt=self.retry_in_doubt,
        )
        self.desk = FakeConnection(
            self.world, ledger=self.sweep.ledger, reviews=self.sweep.reviews, enqueue=self.queue.append
        )

    @initialize(decided=st.lists(st.tuples(applications, moments), min_size=1, max_size=2))
    def some_are_rejected(self, decided: list[tuple[str, datetime]]) -> None:
        for application, decided_at in decided:
            self.publish_rejection(application=application, decided_at=decided_at, can_email=True)

    # --- What the publisher does ------------------------------------------------------------------------------------

    @rule(
        application=applications,
        decided_at=moments,
        can_email=st.sampled_from([True, True, True, False]),
        others_open=st.sampled_from([None, True, False]),
        version=st.integers(0, 1),
    )
    def publish_rejection(
        self,
        application: str,
        decided_at: datetime,
        can_email: bool,
        others_open: bool | None = None,
        version: int = 0,
    ) -> None:
        """For the first time, once more as it was, or corrected."""
        self._publish(
            rejection_of(application, decided_at, can_email=can_email, others_open=others_open, version=version)
        )

    @rule(application=applications, rescinded_at=moments)
    def publish_rescission(self, application: str, rescinded_at: datetime) -> None:
        self._publish(rescinded(application_id=application, rescinded_at=rescinded_at))

    @rule(application=applications, kind=st.sampled_from(sorted(ENDINGS)), at=moments, bulk=one_in_eight)
    def publish_an_ending(self, application: str, kind: str, at: datetime, bulk: bool) -> None:
        """Rarer than rejections, as a rule of its own for each would leave few people to tell.

        In bulk: a wrong filter ends everybody's application.
        """
        for name in sorted(IDS) if bulk else [application]:
            self._publish(ENDINGS[kind](name, at))

    # --- What an operator does --------------------------------------------------------------------------------------

    @precondition(lambda self: self._held_back())
    @rule(place=places, choice=places)
    def an_operator_looks(self, place: int, choice: int) -> None:
        """Does what the hint says about one of those that are held for review."""
        held = self._held_back()
        self._operate(held[place % len(held)], choice)

    @precondition(lambda self: self._on_the_list())
    @rule(place=places, choice=places)
    def an_operator_settles(self, place: int, choice: int) -> None:
        """Does what the hint says about one of those that were sent, or may have been, or were not."""
        waiting = self._on_the_list()
        self._operate(waiting[place % len(waiting)], choice)

    @rule()
    def a_backup_is_taken(self) -> None:
        self.backup = dict(self.world.ledger.notices), dict(self.world.ledger.review)

    @precondition(lambda self: self._can_be_restored())
    @rule()
    def the_ledger_is_restored(self) -> None:
        """As the runbook says: everything is stopped, held, and told what was revoked or corrected since."""
        self._finish()
        # A worker that was at work until now may have opened another notice.
        if not self._can_be_restored():
            return
        ledger = self.world.ledger
        ledger.notices, ledger.review = dict(self.backup[0]), dict(self.backup[1])
        self.backup = {}, {}
        self.witness.restored()
        if self.holds:
            self.desk.hold()
        # What nobody held would go out again.
        self.queue += [event for event in self.published if self.holds or not isinstance(event, Rejected)]
        self._drain([m for m in self.queue if not isinstance(m, Rejected | NoticeRef)])
        self._drain([m for m in self.queue if isinstance(m, Rejected)])

    @precondition(lambda self: self._corrected())
    @rule(place=places)
    def an_operator_sends_a_correction(self, place: int) -> None:
        """Of what was corrected after its mail, where nobody was told at that address."""
        corrected = self._corrected()
        notice = corrected[place % len(corrected)]
        held = FakeReviewQueue(self.world.ledger).open_corrected(notice, self.world.now, "operator: corrected")
        assert held
        self.queue.append(held.ref)

    @precondition(lambda self: self.published)
    @rule(place=places)
    def publish_again(self, place: int) -> None:
        self.queue.append(self.published[place % len(self.published)])

    # --- What AWS does ----------------------------------------------------------------------------------------------

    @rule(answers=st.lists(st.sampled_from(sorted(ANSWERS)), min_size=1, max_size=3), outage=one_in_eight)
    def ses_will_answer(self, answers: list[str], outage: bool) -> None:
        """One after the other; in an outage, it answers nothing for an hour."""
        self.world.mailer.answers += [ANSWERS[answer]() for answer in answers]
        if outage:
            self.is_back_at = self.world.now + minutes(60)

    @rule(count=st.sampled_from([5, 30, 30, 70, 70, 600, 4000]))
    def time_passes(self, count: int) -> None:
        self.world.wait(minutes(count))
        self.queue += self.world.scheduler.fire(self.world.now)

    @precondition(lambda self: self._hints() or self.world.scheduler.schedules)
    @rule(place=places)
    def a_hint_is_lost(self, place: int) -> None:
        """A schedule that never fires, or a message that ends in the dead-letter queue."""
        schedules, hints = self.world.scheduler.schedules, self._hints()
        if (place % 2 and schedules) or not hints:
            ref, _ = name = list(schedules)[place % len(schedules)]
            del schedules[name]
        else:
            self.queue.remove(ref := hints[place % len(hints)])
        self.lost_hints.add(ref)

    @precondition(lambda self: self.mails)
    @rule(place=places, fate=st.sampled_from(sorted(FATES)))
    def a_mail_fares(self, place: int, fate: str) -> None:
        """What becomes of one that SES took."""
        number = place % self.mails
        self._happens(number, FATES[fate])

    @precondition(lambda self: self._events())
    @rule(place=places)
    def an_event_is_lost(self, place: int) -> None:
        events = self._events()
        self.queue.remove(lost := events[place % len(events)])
        self.witness.lost(lost)

    @precondition(lambda self: self._events())
    @rule(place=places)
    def an_event_comes_twice(self, place: int) -> None:
        events = self._events()
        self.queue.append(events[place % len(events)])

    @rule()
    def the_sweep_begins(self) -> None:
        self._begin(self._sweep)

    @precondition(lambda self: self.queue)
    @rule(taken=st.lists(places, min_size=1, max_size=3), twice=st.booleans())
    def a_worker_takes_a_batch(self, taken: list[int], twice: bool) -> None:
        """Some messages; `twice`: they are visible to others all the same."""
        batch = [self.queue.pop(place % len(self.queue)) for place in taken if self.queue]
        if twice:
            self.queue += batch
        self._begin(partial(self._take, batch))

    @precondition(lambda self: self.workers)
    @rule(turns=st.lists(st.integers(0, 3), min_size=5, max_size=30))
    def workers_go_on(self, turns: list[int]) -> None:
        """One call of one, one call of another, in any order."""
        for turn in turns:
            if self.workers:
                self._go_on(self.workers[turn % len(self.workers)])

    @precondition(lambda self: self.workers)
    @rule(place=places)
    def a_worker_ends(self, place: int) -> None:
        worker = self.workers[place % len(self.workers)]
        while not worker.is_over:
            self._go_on(worker)

    @precondition(lambda self: self.workers)
    @rule(place=places)
    def a_worker_dies(self, place: int) -> None:
        worker = self.workers.pop(place % len(self.workers))
        self.is_entangled = True
        worker.die()

    @precondition(lambda self: self.queue)
    @rule()
    def all_goes_well_for_a_moment(self) -> None:
        """Without it, few histories would come to a mail."""
        self._finish()
        for _ in range(len(self.queue)):
            self._begin(partial(self._take, [self.queue.pop(0)]))
            self._finish()

    # --- The end ----------------------------------------------------------------------------------------------------

    def teardown(self) -> None:
        """SES answers again, and the window opens once more: everything comes to its end."""
        self.world.mailer.answers.clear()
        self.is_back_at = self.world.now
        self._finish()
        accepted = len(self.world.mailer.accepted)
        for _ in range(_ROUNDS):
            self._finish()
            if is_quiet(self.world, self.queue):
                break
            # Later than the sweep waits; and open, as at night nobody can tell what waits from what is stuck.
            self.world.now = next_opening(self.world.now + SETTLE_WITHIN + minutes(5))
            self.queue += self.world.scheduler.fire(self.world.now)
            for _ in range(len(self.queue)):
                self._begin(partial(self._take, [self.queue.pop(0)]))
                self._finish()
            self._begin(self._sweep)
            self._finish()
        assert self.queue == [], "a message never came to its end"
        if len(self.world.mailer.accepted) > accepted:
            assert self.world.circuit.circuit.is_untroubled, "SES accepts again, and sending is still stopped"
        if not self.is_entangled:
            check_counts(self.world, self.published)
        self.witness.check_the_end(self.published)

    def _answer_in_an_outage(self) -> KindRegardsError | None:
        return Unsure("lost") if self.world.now < self.is_back_at else None

    def _held_back(self) -> list[Notice]:
        return [
            notice for notice in self.world.ledger.notices.values() if notice.state == "HELD" and notice.review_reason
        ]

    def _hints(self) -> list[NoticeRef]:
        """Those that wait on the queue."""
        return [message for message in self.queue if isinstance(message, NoticeRef)]

    def _corrected(self) -> list[Notice]:
        return [notice for notice in self.world.ledger.notices.values() if can_send_correction(notice)]

    def _on_the_list(self) -> list[Notice]:
        """What else waits for a person."""
        review = self.world.ledger.review
        notices = self.world.ledger.notices
        refs = sorted(ref for ref, by in review.items() if by and by.who is Reviewer.PERSON)
        return [notices[ref] for ref in refs if notices[ref].state != "HELD"]

    def _can_be_restored(self) -> bool:
        """Whether the backup has an older state of the same notices."""
        notices = self.world.ledger.notices
        return bool(notices) and notices.keys() == self.backup[0].keys() and notices != self.backup[0]

    def _operate(self, notice: Notice, choice: int) -> None:
        """An operator knows, of what the ledger does not know, whether it was sent; and never says what is untrue."""
        verbs = _VERB.findall(to_do(notice))
        verb = verbs[choice % len(verbs)] if verbs else "resolve"
        receipts = {mail.identifier for mail in self.world.mailer.receipts}
        was_told = notice.ref in self.witness.told or str(notice.ref) in receipts
        if notice.review_reason in {RESTORED_DUE, RESTORED_LATER} or self.witness.is_restored:
            if notice.state == "HELD" and not notice.rescinded_at:
                verb = "confirm-sent" if was_told else "release"
        elif verb == "confirm-sent" and not was_told:
            verb = "resolve"
        self._begin(partial(self._type, verb, notice.ref))

    def _type(self, verb: str, ref: NoticeRef) -> None:
        if verb == "send":
            self.witness.sends[ref] += 1
        try:
            self.desk.type(verb, ref)
        except (Crash, Failure, Transient):
            pass
        finally:
            notice = self.world.ledger.notices[ref]
            if verb == "discard" and notice.state == "RESCINDED" and notice.rescinded_at and not notice.letter:
                again = rescinded(application_id=notice.application_id, rescinded_at=notice.rescinded_at)
                self.published.append(again)

    def _drain(self, messages: Sequence[Message]) -> None:
        for message in messages:
            self.queue.remove(message)
            self._begin(partial(self._take, [message]))
            self._finish()

    def _events(self) -> list[MailEvent]:
        """Those that wait on the queue."""
        return [message for message in self.queue if isinstance(message, MailEvent)]

    def _publish(self, event: DecisionEvent) -> None:
        self.published.append(event)
        self.witness.decided += [event] if isinstance(event, Rejected) else []
        self.queue.append(event)

    def _begin(self, life: Callable[[], None]) -> None:
        worker = Worker(life)
        self.is_entangled |= bool(self.workers)
        self.workers.append(worker)
        self._go_on(worker)

    def _go_on(self, worker: Worker) -> None:
        self.turn = worker
        worker.times.append(self.world.now)
        self.witness.open_at(worker.times)
        worker.go_on()
        if worker.is_over:
            self.workers.remove(worker)
        if not self.workers:
            check_schedules(self.world, self.queue, self.lost_hints)
        assert not self.watched_circuit.broken, self.watched_circuit.broken
        self.witness.check()
        for number in range(self.mails, len(self.world.mailer.accepted)):
            self._happens(number, ["send"])
        self.mails = len(self.world.mailer.accepted)

    def _finish(self) -> None:
        while self.workers:
            self._go_on(self.workers[0])

    def _happens(self, number: int, kinds: list[str]) -> None:
        """SES publishes events about its n-th mail."""
        ref, message_id = self.world.mailer.accepted[number][0], self.world.mailer.ids[number]
        about: Any = {"message_id": message_id, "at": self.world.now, "attempt": self.world.mailer.claims[number]}
        events = [parse_mail_event(ses_event(kind, ref, **about)) for kind in kinds]
        self.witness.published(events)
        self.queue += events

    def _reach(self, moment: str) -> None:
        if moment == "before send":
            self.watched_circuit.check_attempt()
        self.witness.read(moment)
        reach(moment)

    def _take(self, batch: Sequence[Message]) -> None:
        """One worker's life with a batch. What does not come to its end is seen again."""
        left = list(batch)
        try:
            for message in [message for message in batch if isinstance(message, MailEvent)]:
                record(message, ports=self.feedback)
                left.remove(message)
            self._tell(left)
        except (Crash, Transient):
            pass
        finally:
            self.queue += left

    def _tell(self, left: list[Message]) -> None:
        asked = [message for message in left if not isinstance(message, MailEvent)]
        results = process(list(map(Command, asked)), ports=self.world.ports, deadline=self.world.now + minutes(2))
        for message, result in zip(asked, results, strict=True):
            if isinstance(result, Transient):
                assert not result.after or result.after <= MAX_WAIT_ON_QUEUE, "a message waits for hours on its queue"
                assert not isinstance(result, Stopped) or isinstance(result, CircuitOpen), (
                    "it waits on its queue for SES"
                )
                continue
            if isinstance(result, Exception):
                raise result
            left.remove(message)
            self.witness.done(message)

    def _sweep(self) -> None:
        with suppress(Crash):
            for _ in sweep(self.world.now + minutes(5), ports=self.sweep):
                pass


class SecondChance(Telling):
    """What is in doubt is sent once more, by policy."""

    retry_in_doubt = True

    def __init__(self) -> None:
        super().__init__()
        self.witness.attempts_allowed = 2
