"""How a notice comes into each state of `docs/states.md`, and everything that may happen to it, on the fakes."""

from collections.abc import Callable
from contextlib import suppress

from functions.domain.errors import Refused, Unsure
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import SETTLE_WITHIN
from functions.domain.personal_data import EmailAddress
from functions.feedback.ports import Ports as FeedbackPorts
from functions.feedback.record import record
from functions.mail.ses_events import parse_mail_event
from functions.sweep.ports import Ports as SweepPorts
from functions.sweep.sweep import sweep
from ops.terminal.failure import Failure
from tests.builders import DECIDED_AT, HOLD, REF, minutes, ses_event
from tests.fakes.notify import World
from tests.fakes.operator import VERBS, FakeConnection
from tests.fakes.review import Crash
from tests.fakes.review_queue import FakeDeliveryEvents, FakeReviewQueue

type Act = Callable[[World], object]
# Longer than a claim's lease, and shorter than the sweep waits.
_A_WHILE = minutes(10)


def _nothing(world: World) -> None:
    pass


def _in_review(world: World) -> None:
    world.reject()
    world.ledger.require_review(REF, world.now, "burst-1a2b3c4d-2026-11-23T15")


def _rescinded(world: World) -> None:
    world.reject()
    world.wait(minutes(30))
    world.rescind()


def _sent(world: World) -> None:
    world.reject()
    world.wait(HOLD)
    world.send_due()


def _claimed(world: World) -> None:
    world.die("after claim_all")
    with suppress(Crash):
        _sent(world)


def _answered(answer: Refused | Unsure) -> Act:
    def build(world: World) -> None:
        world.mailer.answers = [answer]
        _sent(world)

    return build


def _learned(*kinds: str) -> Act:
    def build(world: World) -> None:
        _sent(world)
        for kind in kinds:
            _learn(kind)(world)

    return build


def _corrected(world: World) -> None:
    _sent(world)
    world.rescind(rescinded_at=world.now)


def _in_doubt(world: World) -> None:
    """An attempt of which nobody knows whether SES took it is to be repeated."""
    _answered(Unsure("read timeout"))(world)
    FakeReviewQueue(world.ledger).reopen(world.notice(), world.now, "operator: not in the count")


def _refused_in_doubt(world: World) -> None:
    _in_doubt(world)
    world.mailer.answers = [Refused("MessageRejected")]
    world.send_due()


def _rescinded_in_doubt(world: World) -> None:
    _in_doubt(world)
    world.rescind(rescinded_at=world.now)


def _undeliverable(world: World) -> None:
    world.do_not_contact.add(EmailAddress("sam@example.com"), "bounced", DECIDED_AT)
    _sent(world)


def _sent_and_changed(world: World) -> None:
    _sent(world)
    _correct(world)


def _changed(world: World) -> None:
    _learned("bounce")(world)
    _correct(world)


def _correct(world: World) -> None:
    world.reject(decided_at=world.now, candidate={"email": "sam.okafor@example.com"})


STATES: dict[str, Act] = {
    "no notice yet": _nothing,
    "`HELD`": World.reject,
    "`HELD`, in review": _in_review,
    "`HELD`, in doubt": _in_doubt,
    "`CLAIMED`": _claimed,
    "`ACCEPTED`": _sent,
    "`ACCEPTED`, correct": _corrected,
    "`ACCEPTED`, changed": _sent_and_changed,
    "`DELIVERED`": _learned("delivery"),
    "`RESCINDED`": _rescinded,
    "`RESCINDED`, correct": _rescinded_in_doubt,
    "`SUPPRESSED`": lambda world: world.reject(candidate={"can_email": False}),
    "`SUPPRESSED`, undeliverable": _undeliverable,
    "`REFUSED`": _answered(Refused("MessageRejected")),
    "`REFUSED`, in doubt": _refused_in_doubt,
    "`UNKNOWN`": _answered(Unsure("read timeout")),
    "`BOUNCED`, softly": _learned("soft bounce"),
    "`BOUNCED`": _learned("bounce"),
    "`BOUNCED`, changed": _changed,
    "`COMPLAINED`": _learned("complaint"),
}


def _learn(kind: str) -> Act:
    def act(world: World) -> None:
        ports = FeedbackPorts(FakeDeliveryEvents(world.ledger), world.do_not_contact, world.pool)
        record(parse_mail_event(ses_event(kind, at=world.now)), ports=ports)

    return act


def _due(world: World) -> None:
    notice = world.ledger.get(REF)
    if notice and notice.due_at:
        world.now = max(world.now, notice.due_at)
    world.send_due()


def _sweep(world: World) -> bool:
    """Sweep an hour after the notice was due, or came into its state. Return whether it was enqueued again."""
    world.wait(SETTLE_WITHIN)
    notice = world.ledger.get(REF)
    if notice and notice.due_at:
        world.now = max(world.now, notice.due_at + SETTLE_WITHIN)
    asked, reviews = list[NoticeRef](), FakeReviewQueue(world.ledger)
    ports = SweepPorts(world.ledger, reviews, asked.append, lambda: world.now, retry_in_doubt=False)
    list(sweep(world.now + minutes(1), ports=ports))
    return bool(asked)


def type_verb(verb: str, world: World) -> None:
    """Do what an operator types. Raise Failure where the command refuses."""
    FakeConnection(world, ledger=world.ledger, reviews=FakeReviewQueue(world.ledger)).type(verb, REF)


def _by_person(verb: str) -> Act:
    def act(world: World) -> None:
        with suppress(Failure):
            type_verb(verb, world)

    return act


BLOCKS: dict[str, dict[str, Act]] = {
    "What the ATS publishes": {
        "rejected again": World.reject,
        "rejected later": lambda world: world.reject(decided_at=world.now),
        "corrected": _correct,
        "rescinded": lambda world: world.rescind(rescinded_at=world.now),
        "hired": lambda world: world.hire(hired_at=world.now),
        "hired elsewhere": lambda world: world.hire(application_id="A-2", hired_at=world.now),
        "withdrew": lambda world: world.withdraw(withdrew_at=world.now),
        "erased": lambda world: world.erase(erased_at=world.now),
    },
    "What SES reports about the email": {
        "`Send`": _learn("send"),
        "`Reject`": _learn("reject"),
        "soft `Bounce`": _learn("soft bounce"),
        "`Delivery`": _learn("delivery"),
        "hard `Bounce`": _learn("bounce"),
        "`Complaint`": _learn("complaint"),
    },
    "What the clock and people do": {
        "due": _due,
        "sweep": _sweep,
        **{verb: _by_person(verb) for verb in VERBS},
    },
}
EVENTS: dict[str, Act] = {event: act for block in BLOCKS.values() for event, act in block.items()}


def build(state: str) -> World:
    """Return a world in which the notice has been in that state for ten minutes."""
    world = World()
    STATES[state](world)
    world.now = max(world.now, DECIDED_AT) + _A_WHILE
    return world
