"""Another address: nothing changes until the new mailbox confirms it, and the old one can stop it."""

from functions.domain.notices.owed_letter import LetterKind
from functions.domain.pool.address_token import AddressConfirmation
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.membership import OptIn
from tests.fakes.optin import World, refused
from tests.optin_builders import (
    CANDIDATE,
    CODE_END,
    EMAIL,
    FAMILY_NAME,
    GIVEN_NAME,
    KEYS,
    NOTICE,
    Json,
    opt_in_body,
    person_key,
)

NEW = "zebulon@elsewhere.example"
MOVED = person_key(NEW, GIVEN_NAME, FAMILY_NAME)


def asked(email: str = NEW) -> World:
    world = World()
    world.join()
    world.clock.advance(minutes=1)
    world.call("POST /api/opt-in/address", {"email": email})
    return world


def link(world: World) -> str:
    """The token in the email to the new address."""
    member = world.pool.get(CANDIDATE)
    assert isinstance(member, OptIn)
    assert member.pending_address
    return KEYS.sign(AddressConfirmation(CANDIDATE, member.pending_address.id, member.pending_address.expires_at))


def confirm(world: World, token: str) -> Json:
    return world.call("PUT /api/address", code=token)


def test_both_addresses_are_written_to_and_nothing_changes_yet() -> None:
    world = asked()
    letters = [item.letter for item in world.owed[1:] if item.letter]
    assert [(one.kind, one.to and one.to.reveal()) for one in letters] == [
        (LetterKind.CONFIRM_ADDRESS, NEW),
        (LetterKind.ADDRESS_CHANGED, EMAIL),
    ]
    shown = world.opt_in()
    assert (shown["email"], shown["new_email"]) == ("z…@mailbox.example", "z…@elsewhere.example")


def test_a_confirmed_address_takes_the_profile_and_its_consent_along() -> None:
    world = asked()
    before, token = world.opt_in(), link(world)
    moved = confirm(world, token)
    assert moved["email"] == "z…@elsewhere.example"
    after = world.opt_in(code=moved["code"])
    assert (after["receipt"], after["expires_at"]) == (before["receipt"], before["expires_at"])
    assert confirm(world, token)["email"] == moved["email"]
    exported = world.call("GET /api/opt-in/export", code=moved["code"])
    assert (exported["person"]["email"], exported["next"]) == (NEW, "1.")
    assert [consent["kind"] for consent in exported["consents"]] == ["given", "moved"]


def test_the_old_links_open_the_profile_no_more_but_still_end_it() -> None:
    world = asked()
    confirm(world, link(world))
    for call in (world.opt_in, world.invitation, world.join):
        with refused("link-replaced"):
            call()
    world.clock.advance(minutes=1)
    world.unsubscribe()
    assert not isinstance(world.pool.get(MOVED), OptIn)


def test_a_later_email_to_the_old_address_invites_again() -> None:
    world = asked()
    confirm(world, link(world))
    world.clock.advance(minutes=1)
    later = KEYS.sign(Invitation(NOTICE, CANDIDATE, CODE_END, world.clock()))
    assert world.invitation(code=later)["opt_in"]["state"] == "none"


def test_whoever_has_moved_and_left_is_not_led_back_to_the_address_before() -> None:
    world = asked()
    code = confirm(world, link(world))["code"]
    world.clock.advance(minutes=1)
    world.call("DELETE /api/opt-in", code=code)
    shown = world.call("GET /api/invitation", code=code)
    assert (shown["opt_in"]["state"], shown["can_join"]) == ("withdrawn", False)
    with refused("invitation-expired"):
        world.call("PUT /api/opt-in", opt_in_body(rejoin_after=shown["opt_in"]["withdrawn_at"]), code=code)
    last = world.owed[-1].letter
    # The letter to the new address says until when its link leads back: not at all.
    assert last
    assert (last.kind, last.to and last.to.reveal(), last.join_until) == (LetterKind.WITHDRAWN, NEW, last.at)


def test_the_old_address_can_stop_it() -> None:
    world = asked()
    token = link(world)
    assert world.call("DELETE /api/opt-in/address")["new_email"] is None
    with refused("address-link-invalid"):
        confirm(world, token)


def test_an_earlier_link_dies_at_the_next_request() -> None:
    world = asked("zebulon@mistyped.example")
    token = link(world)
    world.clock.advance(minutes=1)
    world.call("POST /api/opt-in/address", {"email": NEW})
    with refused("address-link-invalid"):
        confirm(world, token)
    assert confirm(world, link(world))["email"] == "z…@elsewhere.example"


def test_a_link_confirms_for_two_days() -> None:
    world = asked()
    token = link(world)
    world.clock.advance(days=2)
    with refused("address-link-invalid"):
        confirm(world, token)


def test_a_profile_at_the_new_address_is_not_overwritten() -> None:
    world = asked()
    world.pool.put(_moved(world))
    with refused("already-in-pool"):
        confirm(world, link(world))


def _moved(world: World) -> OptIn:
    member = world.pool.get(CANDIDATE)
    assert isinstance(member, OptIn)
    return type(member)(**{**vars(member), "candidate": MOVED, "pending_address": None})


def test_neither_a_code_nor_an_unsubscribe_token_confirms_an_address() -> None:
    world = asked()
    for other in (world.code, world.token, "x"):
        with refused("address-link-invalid"):
            confirm(world, other)


def test_the_same_address_and_what_is_none_are_refused() -> None:
    world = World()
    world.join()
    for email in (EMAIL.upper(), "no address"):
        with refused("invalid-opt-in"):
            world.call("POST /api/opt-in/address", {"email": email})


def test_a_few_addresses_a_day_can_be_asked_for() -> None:
    world = asked()
    with refused("too-many-changes"):
        for number in range(5):
            world.clock.advance(minutes=1)
            world.call("POST /api/opt-in/address", {"email": f"z{number}@elsewhere.example"})
    assert len(world.owed) == 1 + 2 * 4
