"""A hire or an erasure under an id of several people: no stranger is silenced, and nobody hears a "no" by mistake."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from functions.domain.errors import Transient
from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import Review, Reviewer
from functions.domain.notices.revocation import Revocation
from functions.notify.outcome import NoticeOutcome
from tests.builders import DECIDED_AT, HOLD, SOURCE, minutes
from tests.fakes.notify import World
from tests.fakes.review import Crash
from tests.fakes.review_queue import FakeReviewQueue

SAM: dict[str, Any] = {"email": "sam@example.com", "given_name": "Sam", "family_name": "Okafor"}
KIM: dict[str, Any] = {"email": "kim@example.org", "given_name": "Kim", "family_name": "Larsen"}
LATER = DECIDED_AT + minutes(60)


@pytest.fixture
def world() -> World:
    """Sam and Kim, both under C-42, held; an hour has passed."""
    world = World()
    world.reject(application_id="S-1", candidate=SAM)
    world.reject(application_id="S-2", candidate=SAM)
    world.reject(application_id="K-1", candidate=KIM)
    world.wait(minutes(60))
    return world


def notice(world: World, application_id: str) -> Notice:
    return world.ledger.notices[NoticeRef.of(SOURCE, application_id)]


def fates(world: World, *application_ids: str) -> list[tuple[str, str | None]]:
    return [(found.state.value, found.review_reason) for found in (notice(world, id_) for id_ in application_ids)]


def send_all(world: World) -> list[str]:
    """Send what is due, as often as it takes, and return to whom."""
    world.wait(HOLD)
    for ref in world.scheduler.fire(world.now):
        world.tell(ref)
    return [mail.to.reveal() for _, mail in world.mailer.accepted]


def test_a_hire_closes_the_applications_of_the_person_of_its_application_alone(world: World) -> None:
    assert world.hire(application_id="S-1", hired_at=LATER) is NoticeOutcome.REVOKED
    assert fates(world, "S-1", "S-2", "K-1") == [("RESCINDED", None), ("RESCINDED", None), ("HELD", None)]
    assert send_all(world) == ["kim@example.org"]


def test_a_hire_whose_person_nobody_knows_silences_nobody_and_tells_nobody(world: World) -> None:
    assert world.hire(application_id="X-1", hired_at=LATER) is NoticeOutcome.NEEDS_REVIEW
    assert fates(world, "S-1", "S-2", "K-1") == [("HELD", "shared-id")] * 3
    assert world.ledger.review[NoticeRef.of(SOURCE, "K-1")] == Review(Reviewer.PERSON, world.now)
    assert send_all(world) == []


def test_what_a_person_releases_then_goes_out_and_a_redelivered_hire_does_not_stop_it(world: World) -> None:
    world.hire(application_id="X-1", hired_at=LATER)
    FakeReviewQueue(world.ledger).release(notice(world, "K-1"), world.now, "operator: it was Sam who was hired")
    assert world.hire(application_id="X-1", hired_at=LATER) is NoticeOutcome.NEEDS_REVIEW
    assert fates(world, "K-1") == [("HELD", None)]
    assert send_all(world) == ["kim@example.org"]


@pytest.mark.parametrize("order", list(permutations("SKH")), ids="".join)
def test_a_stranger_is_not_silenced_in_whatever_order_the_hire_comes(order: str) -> None:
    world = World()
    world.wait(minutes(60))
    for name in order:
        match name:
            case "S":
                world.reject(application_id="S-1", candidate=SAM)
            case "K":
                world.reject(application_id="K-1", candidate=KIM)
            case _:
                world.hire(application_id="S-1", hired_at=LATER)
    assert notice(world, "S-1").state == "RESCINDED"
    # A hire that comes before Sam is known is of whoever has the id.
    is_known = order.index("S") < order.index("H")
    assert send_all(world) == (["kim@example.org"] if is_known else [])


def test_who_arrives_later_under_an_id_of_somebody_who_was_hired_waits_for_a_person() -> None:
    world = World()
    world.reject(application_id="S-1", candidate=SAM)
    world.wait(minutes(60))
    world.hire(application_id="X-1", hired_at=LATER)
    assert world.reject(application_id="K-1", candidate=KIM) is NoticeOutcome.NEEDS_REVIEW
    assert fates(world, "S-1", "K-1") == [("RESCINDED", None), ("HELD", "shared-id")]


def test_an_erasure_leaves_open_who_may_be_a_stranger_and_erases_what_was_told() -> None:
    world = World(hold=timedelta(0))
    world.reject(application_id="S-1", candidate=SAM)
    world.hold = HOLD
    world.reject(application_id="K-1", candidate=KIM)
    world.wait(minutes(60))
    for _ in range(2):
        assert world.erase(erased_at=LATER) is NoticeOutcome.NEEDS_REVIEW
    assert notice(world, "S-1").decision is None
    assert fates(world, "K-1") == [("HELD", "shared-id")]
    assert notice(world, "K-1").decision
    # Whoever arrives later, though decided before, may be either.
    assert world.reject(application_id="K-2", candidate=KIM) is NoticeOutcome.NEEDS_REVIEW


def test_an_erasure_that_is_published_again_removes_what_a_person_has_discarded(world: World) -> None:
    world.erase(erased_at=LATER)
    FakeReviewQueue(world.ledger).release(notice(world, "K-1"), world.now, "operator: it was Sam")
    for id_ in ("S-1", "S-2"):
        found = notice(world, id_)
        world.ledger.rescind(found.ref, _discarded(world), world.now)
    assert world.erase(erased_at=LATER) is NoticeOutcome.ERASED
    assert [notice(world, id_).decision is None for id_ in ("S-1", "S-2", "K-1")] == [True, True, False]
    assert send_all(world) == ["kim@example.org"]


def test_an_erasure_waits_for_an_email_that_is_being_sent(world: World) -> None:
    world.now = DECIDED_AT + HOLD
    world.die("after claim_all")
    with pytest.raises(Crash):
        world.send_due(NoticeRef.of(SOURCE, "K-1"))
    with pytest.raises(Transient, match="claimed"):
        world.erase(erased_at=LATER)


def _discarded(world: World) -> Revocation:
    return Revocation("operator: Sam's", world.now)


def test_an_answer_that_is_unclear_goes_out_in_no_other_answers_email() -> None:
    """Another id of Sam's is nobody else's, so that its answer goes out; the one under the shared id waits."""
    world = World()
    world.reject(application_id="S-1", candidate=SAM)
    world.reject(application_id="K-1", candidate=KIM)
    world.reject(application_id="S-2", candidate=SAM | {"id": "C-7"})
    world.wait(minutes(60))
    # Its worker has closed the id, and died before it came to what is held under it.
    world.die("after mark_shared")
    with pytest.raises(Crash):
        world.hire(application_id="X-1", hired_at=LATER)
    assert fates(world, "S-1") == [("HELD", None)]
    world.wait(HOLD)
    assert world.send_due(NoticeRef.of(SOURCE, "S-2")) is NoticeOutcome.ACCEPTED
    assert notice(world, "S-1").state == "HELD"
    assert world.send_due(NoticeRef.of(SOURCE, "S-1")) is NoticeOutcome.NEEDS_REVIEW
