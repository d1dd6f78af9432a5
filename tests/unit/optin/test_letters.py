"""The letters that a person is owed besides the receipt: before the end, at the end, and when they leave."""

from datetime import timedelta

from functions.domain.notices.notice import Notice
from functions.domain.notices.owed_letter import LetterKind, OwedLetter
from tests.fakes.optin import World
from tests.optin_builders import EMAIL, NOW, answers

DAY = timedelta(days=1)


def owed(world: World, *kinds: LetterKind) -> list[tuple[Notice, OwedLetter]]:
    return [(item, item.letter) for item in world.pool.owed if item.letter and item.letter.kind in kinds]


def dues(world: World) -> list[tuple[str, int]]:
    """What is said about the end, and how many days after today."""
    about_the_end = owed(world, LetterKind.RENEWAL, LetterKind.EXPIRED)
    return [(letter.kind, (item.due_at - world.clock.now).days) for item, letter in about_the_end if item.due_at]


def test_a_consent_for_a_year_is_asked_about_twice_and_its_end_is_told() -> None:
    world = World()
    world.join()
    assert dues(world) == [("renewal", 335), ("renewal", 358), ("expired", 365)]


def test_a_correction_owes_nothing_and_keeps_the_end() -> None:
    world = World()
    world.join()
    world.join(world.form(profile=answers(area="M5V")))
    assert len(dues(world)) == 3


def test_each_new_consent_is_asked_about_anew_under_references_of_its_own() -> None:
    world = World()
    world.join()
    world.clock.advance(days=1)
    world.join(world.form(months=24))
    refs = [item.ref for item in world.pool.owed]
    assert len(refs) == len(set(refs)) == 8


def test_whoever_leaves_is_owed_one_confirmation_at_the_address_that_is_gone() -> None:
    world = World()
    world.join()
    world.clock.advance(minutes=5)
    world.withdraw()
    world.withdraw()
    ((item, letter),) = owed(world, LetterKind.WITHDRAWN)
    assert letter.to is not None
    assert (letter.to.reveal(), letter.detail, letter.at) == (EMAIL, "web form", NOW + timedelta(minutes=5))
    assert letter.join_until == NOW + timedelta(minutes=5) + 30 * DAY
    assert item.due_at == world.clock.now


def test_whoever_unsubscribes_hears_that_it_was_that() -> None:
    world = World()
    world.join()
    world.clock.advance(minutes=5)
    world.unsubscribe()
    ((_, letter),) = owed(world, LetterKind.WITHDRAWN)
    assert letter.detail == "one-click unsubscribe"


def test_an_erasure_is_confirmed_as_one() -> None:
    world = World()
    world.join()
    world.clock.advance(minutes=5)
    world.call("DELETE /api/person")
    assert [letter.kind for _, letter in owed(world, LetterKind.WITHDRAWN, LetterKind.ERASED)] == [LetterKind.ERASED]


def test_a_change_of_address_is_told_to_both_and_queued() -> None:
    world = World()
    world.join()
    world.call("POST /api/opt-in/address", {"email": "new@mailbox.example"})
    asked = owed(world, LetterKind.CONFIRM_ADDRESS, LetterKind.ADDRESS_CHANGED)
    assert [(letter.kind, letter.to and letter.to.reveal()) for _, letter in asked] == [
        (LetterKind.CONFIRM_ADDRESS, "new@mailbox.example"),
        (LetterKind.ADDRESS_CHANGED, EMAIL),
    ]
    assert world.due_notices.refs[-2:] == [item.ref for item, _ in asked]
