"""Queues, clock and workers around the real service: messages come twice, late, in any order; workers die and cut in.

`Telling` is what Hypothesis plays; each of its rules is something that happens on AWS sooner or later.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from functions.domain.decision import DecisionEvent, Rejected, RejectionRescinded
from functions.domain.errors import KindRegardsError, Refused, Throttled, Transient, Unsure
from functions.domain.notice import NoticeRef
from functions.notify.service import decide, send_due
from tests.builders import DECIDED_AT, minutes, rejected, rescinded
from tests.fakes.ledger import FakeLedger
from tests.fakes.mailer import FakeMailer
from tests.fakes.notify import LEASE, World
from tests.fakes.watched import Crash
from tests.simulation.witness import Witness

type Message = DecisionEvent | NoticeRef

HOLD = timedelta(minutes=50)
ANSWERS: dict[str, Callable[[], KindRegardsError]] = {
    "refused": partial(Refused, "MessageRejected"),
    "throttled": partial(Throttled, "TooManyRequestsException"),
    "not connected": partial(Transient, "ConnectTimeoutError"),
    "no answer, sent": partial(Unsure, "sent"),
    "no answer, not sent": partial(Unsure, "lost"),
}

moments = st.integers(0, 60).map(lambda count: DECIDED_AT + minutes(count))
applications = st.sampled_from(["A-1", "A-2"])
places = st.integers(0, 50)
# What happens at the n-th moment of a worker's life.
type Cuts = dict[int, str]
cuts = st.dictionaries(
    st.integers(1, 8), st.sampled_from(["dies", "stalls", "same message", "other message"]), max_size=2
)


class Telling(RuleBasedStateMachine):
    """The world; subclasses break a part of it."""

    ledger: ClassVar[type[FakeLedger]] = FakeLedger
    mailer: ClassVar[type[FakeMailer]] = FakeMailer

    def __init__(self) -> None:
        super().__init__()
        self.world = World(hold=HOLD, now=DECIDED_AT + minutes(60), ledger=self.ledger(), mailer=self.mailer())
        self.witness = Witness(self.world)
        self.queue: list[Message] = []
        self.published: list[DecisionEvent] = []

    @rule(application=applications, decided_at=moments, can_email=st.sampled_from([True, True, True, False]))
    def publish_rejection(self, application: str, decided_at: datetime, can_email: bool) -> None:
        candidate = {"can_email": can_email}
        self._publish(rejected(application_id=application, decided_at=decided_at, candidate=candidate))

    @rule(application=applications, rescinded_at=moments)
    def publish_rescinding(self, application: str, rescinded_at: datetime) -> None:
        self._publish(rescinded(application_id=application, rescinded_at=rescinded_at))

    @precondition(lambda self: self.published)
    @rule(place=places)
    def publish_again(self, place: int) -> None:
        self.queue.append(self.published[place % len(self.published)])

    @rule(answer=st.sampled_from(sorted(ANSWERS)))
    def ses_will_answer(self, answer: str) -> None:
        self.world.mailer.answers.append(ANSWERS[answer]())

    @rule(count=st.sampled_from([5, 30]))
    def time_passes(self, count: int) -> None:
        self.world.wait(minutes(count))
        self.queue += self.world.scheduler.fire(self.world.now)

    @precondition(lambda self: self.queue)
    @rule(place=places, cuts=st.lists(cuts, min_size=1, max_size=4))
    def workers_take_messages(self, place: int, cuts: list[Cuts]) -> None:
        for cut in cuts:
            self._deliver(place, cut)

    @invariant()
    def nothing_is_missing(self) -> None:
        self.witness.check_that_nothing_is_missing(self.queue)

    def teardown(self) -> None:
        """SES answers again and time passes: everything comes to its end."""
        self.world.mailer.answers.clear()
        for _ in range(20):
            self.world.wait(max(LEASE, HOLD))
            self.queue += self.world.scheduler.fire(self.world.now)
            for _ in range(len(self.queue)):
                self._deliver(0, {})
        assert self.queue == [], "a message never came to its end"
        self.witness.check_the_end(self.published)

    def _publish(self, event: DecisionEvent) -> None:
        self.published.append(event)
        self.queue.append(event)

    def _deliver(self, place: int, cuts: Cuts) -> None:
        """One worker's life with one message, which is gone from the queue if it came to its end."""
        if not self.queue:
            return
        message, outer = self.queue.pop(place % len(self.queue)), self.world.hook
        self.world.hook = self._life(message, cuts)
        try:
            self._take(message)
        except (Transient, Crash):
            self.queue.append(message)
        else:
            self.witness.done(message)
        finally:
            self.world.hook = outer

    def _take(self, message: Message) -> None:
        if isinstance(message, Rejected | RejectionRescinded):
            decide(message, ports=self.world.ports)
        else:
            send_due(message, ports=self.world.ports)

    def _life(self, message: Message, cuts: Cuts) -> Callable[[str], None]:
        passed = 0

        def hook(moment: str) -> None:
            nonlocal passed
            passed += 1
            self.witness.look(moment)
            if passed in cuts:
                self._cut(cuts[passed], message)

        return hook

    def _cut(self, how: str, message: Message) -> None:
        """A worker is cut short, or another one cuts in: with the same message, which came twice, or with any other."""
        if how == "dies":
            raise Crash
        if how == "stalls":
            self.world.wait(LEASE)
        if how != "other message":
            self.queue.insert(0, message)
        self._deliver(0, {})
