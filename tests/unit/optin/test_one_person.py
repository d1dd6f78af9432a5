"""One person: a mailbox at one employer with a full name. Looking is for one profile, leaving for all of a mailbox."""

from functions.domain.pool.membership import OptIn, Withdrawal
from tests.fakes.optin import StubLedger, World, refused
from tests.optin_builders import (
    CANDIDATE,
    EMAIL,
    FAMILY_NAME,
    GIVEN_NAME,
    Json,
    invitation_code,
    mailbox_key,
    notice,
    opt_in_body,
    person_key,
    rejection,
    unsubscribe_token,
)

OTHER_EMAIL = "ann@example.org"
ANN = person_key(OTHER_EMAIL, "Ann", "Larsen")
BROTHER = person_key(EMAIL, "Cosmo", FAMILY_NAME)


def joins(world: World, candidate: str, **person: str) -> str:
    """Another person joins, with a code of their own. Return it."""
    world.ledger = StubLedger(notice(decision=rejection(**person)))
    code = invitation_code(candidate=candidate)
    world.join(opt_in_body(world.policy), code=code)
    world.clock.advance(minutes=1)
    return code


def test_two_people_under_one_id_have_a_profile_each() -> None:
    world = World()
    world.join()
    code = joins(world, ANN, email=OTHER_EMAIL, given_name="Ann", family_name="Larsen")
    export: Json = world.call("GET /api/opt-in/export", code=code)
    assert (export["person"]["email"], export["person"]["candidate_id"]) == (OTHER_EMAIL, "C-42")
    assert world.export()["person"]["email"] == EMAIL
    world.withdraw(code=code)
    assert isinstance(world.pool.get(CANDIDATE), OptIn)


def test_one_person_has_one_key_whatever_id_and_spelling_their_application_came_under() -> None:
    upper = person_key(EMAIL.upper(), FAMILY_NAME, GIVEN_NAME.upper())
    assert upper == CANDIDATE != person_key(EMAIL, GIVEN_NAME, FAMILY_NAME, employer="harbour")


def test_leaving_ends_every_profile_at_the_mailbox_and_says_how_many() -> None:
    world = World()
    world.join()
    joins(world, BROTHER, given_name="Cosmo")
    left = world.call("DELETE /api/opt-in")
    assert (left["state"], left["profiles"]) == ("withdrawn", 2)
    assert [type(world.pool.get(key)) for key in (CANDIDATE, BROTHER)] == [Withdrawal, Withdrawal]
    assert [consent["kind"] for consent in world.pool.consents(BROTHER)] == ["given", "withdrawn"]
    # One mailbox, one letter.
    assert len(world.owed) == 3


def test_looking_is_not_for_the_others_at_the_mailbox() -> None:
    world = World()
    code = joins(world, BROTHER, given_name="Cosmo")
    with refused("no-opt-in"):
        world.opt_in()
    assert world.opt_in(code=code)["months"] == 12


def test_an_old_unsubscribe_link_ends_what_was_made_at_the_mailbox_since() -> None:
    world = World()
    world.join()
    world.clock.advance(minutes=1)
    world.withdraw()
    world.clock.advance(minutes=1)
    joins(world, BROTHER, given_name="Cosmo")
    world.unsubscribe(token=unsubscribe_token())
    assert world.pool.at_mailbox(mailbox_key()) == []


def test_erasing_leaves_nothing_about_the_person_but_the_proof() -> None:
    world = World()
    world.join()
    joins(world, BROTHER, given_name="Cosmo")
    erased = world.call("DELETE /api/person")
    assert (erased["state"], erased["profiles"]) == ("erased", 2)
    assert EMAIL not in str([vars(world.pool.get(key)) for key in (CANDIDATE, BROTHER)])
    assert [consent["kind"] for consent in world.export()["consents"]] == ["given", "withdrawn"]
    assert world.invitation()["opt_in"]["state"] == "withdrawn"
    assert world.call("DELETE /api/person")["profiles"] == 0


def test_whoever_never_joined_has_nothing_to_erase() -> None:
    assert World().call("DELETE /api/person") == {"state": "none", "withdrawn_at": None, "profiles": 0}


def test_an_opt_in_that_has_run_out_can_be_erased_before_it_is_swept() -> None:
    world = World()
    world.join()
    world.clock.advance(days=366)
    assert world.call("DELETE /api/person")["state"] == "erased"
    assert isinstance(world.pool.get(CANDIDATE), Withdrawal)
    # Nobody expects to hear of an opt-in that was over.
    assert len(world.owed) == 1


def test_who_is_erased_has_what_they_were_owed_ended_and_a_repeat_says_it_again() -> None:
    world = World()
    world.join()
    world.clock.advance(minutes=1)
    world.call("DELETE /api/person")
    world.call("DELETE /api/person")
    first, second = world.due_notices.erased
    assert set(second.candidates) <= set(first.candidates)
    held = {notice.ref for notice in world.pool.owed if notice.letter and notice.letter.kind.value != "erased"}
    assert held <= set(first.letters)


def test_who_only_leaves_keeps_what_they_are_owed() -> None:
    world = World()
    world.join()
    world.clock.advance(minutes=1)
    world.call("DELETE /api/opt-in")
    assert world.due_notices.erased == []


def test_a_code_that_went_to_a_mistyped_mailbox_does_not_join_as_the_person_it_was_meant_for() -> None:
    world = World()
    # An email with it went out, its worker never heard so, and the held decision was corrected to another mailbox.
    stranger = invitation_code(candidate=person_key("mistyped@example.com", GIVEN_NAME, FAMILY_NAME))
    with refused("link-replaced"):
        world.join(opt_in_body(world.policy), code=stranger)
    assert world.pool.get(CANDIDATE) is None
    world.join()
    assert isinstance(world.pool.get(CANDIDATE), OptIn)
