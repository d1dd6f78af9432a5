"""An event settles the attempt that it names, for everybody told in that email, and lists the address it went to."""

import pytest

from functions.domain.errors import Permanent, Throttled, Unsure
from functions.domain.notices.reference import NoticeRef
from functions.domain.personal_data import EmailAddress
from functions.feedback.outcome import EventOutcome
from functions.feedback.ports import Ports
from functions.feedback.record import record
from functions.mail.ses_events import parse_mail_event
from functions.notify.outcome import NoticeOutcome
from tests.builders import HOLD, REF, SOURCE, minutes, ses_event
from tests.fakes.notify import World
from tests.fakes.review_queue import FakeDeliveryEvents, FakeReviewQueue

OTHER = NoticeRef.of(SOURCE, "A-2")


def learn(world: World, kind: str, ref: NoticeRef = REF, attempt: str | None = None) -> EventOutcome:
    event = parse_mail_event(ses_event(kind, ref, at=world.now, attempt=attempt))
    return record(event, ports=Ports(FakeDeliveryEvents(world.ledger), world.do_not_contact, world.pool))


@pytest.fixture
def world() -> World:
    """One email about two applications is in doubt, and an operator has one of them sent once more, alone."""
    world = World()
    world.reject()
    world.reject(application_id="A-2", job={"id": "J-2", "title": "Forklift Driver"})
    world.wait(HOLD)
    world.mailer.answers = [Unsure("sent")]
    world.send_due()
    world.wait(minutes(61))
    queue = FakeReviewQueue(world.ledger)
    for ref in (REF, OTHER):
        assert queue.escalate(world.ledger.notices[ref], world.now, "no event")
    assert queue.reopen(world.ledger.notices[REF], world.now, "operator: not in the count")
    world.send_due()
    return world


def states(world: World) -> list[str]:
    return [world.ledger.notices[ref].state for ref in (REF, OTHER)]


def test_an_event_of_the_first_email_settles_everybody_told_in_it(world: World) -> None:
    first, second = world.mailer.claims
    assert states(world) == ["ACCEPTED", "UNKNOWN"]
    learn(world, "delivery", attempt=first)
    assert states(world) == ["DELIVERED", "DELIVERED"]
    assert world.ledger.notices[OTHER].delivery_attempt == first != second


def test_an_event_of_the_second_email_leaves_the_other_notice_in_doubt(world: World) -> None:
    learn(world, "delivery", attempt=world.mailer.claims[1])
    assert states(world) == ["DELIVERED", "UNKNOWN"]


def test_an_event_without_an_attempt_is_about_the_newest(world: World) -> None:
    learn(world, "delivery")
    assert states(world) == ["DELIVERED", "UNKNOWN"]


@pytest.mark.parametrize("kind", ["bounce", "complaint"])
def test_a_mailbox_that_the_ledger_cannot_name_is_listed(kind: str) -> None:
    world = World()
    world.reject()
    learn(world, kind, attempt="a claim that was given back")
    assert [address.reveal() for address in world.do_not_contact.causes] == ["sam@example.com"]


@pytest.mark.parametrize("tag", ["notice", "letter"])
def test_a_mailbox_is_listed_even_if_the_ledger_was_restored_to_before_the_email(tag: str) -> None:
    world = World()
    event = parse_mail_event(ses_event("bounce", tags={tag: [str(REF)]}))
    with pytest.raises(Permanent, match="unknown_notice"):
        record(event, ports=Ports(FakeDeliveryEvents(world.ledger), world.do_not_contact, world.pool))
    assert list(world.do_not_contact.causes.values()) == ["bounced"]


@pytest.mark.parametrize(("kind", "state"), [("delivery", "DELIVERED"), ("bounce", "BOUNCED")])
def test_an_email_that_was_taken_though_its_worker_gave_it_back_settles_everybody_told_in_it(
    kind: str, state: str
) -> None:
    world = World()
    world.reject()
    world.reject(application_id="A-2", job={"id": "J-2", "title": "Forklift Driver"})
    world.wait(HOLD)
    world.mailer.answers = [Throttled("TooManyRequestsException")]
    with pytest.raises(Throttled):
        world.send_due()
    given_back = world.ledger.notices[REF].given_back
    assert given_back
    learn(world, kind, attempt=given_back.id)
    assert states(world) == [state, state]
    assert world.send_due(OTHER) is NoticeOutcome.ALREADY_SETTLED
    is_listed = bool(world.do_not_contact.among([EmailAddress("sam@example.com")], world.now))
    assert (world.told(), is_listed) == ([], kind == "bounce")
