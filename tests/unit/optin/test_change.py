"""Changing an opt-in: a correction keeps the consent, less is a partial withdrawal, more is a new consent."""

from dataclasses import replace
from datetime import datetime

import pytest

from functions.domain.employers.policy import EmployerPolicy
from functions.domain.pool.consent import expiry
from tests.fakes.optin import World, refused
from tests.optin_builders import NOW, Json, answers


def with_new_words(of: EmployerPolicy) -> EmployerPolicy:
    return replace(of, consent=replace(of.consent, version="9", intro="Other words."))


def member(**form: object) -> World:
    world = World()
    world.join(world.form(**form))
    world.clock.advance(days=330)
    return world


def test_a_corrected_answer_keeps_the_consent_its_receipt_and_its_end() -> None:
    world = member()
    before = world.opt_in()
    corrected = world.join(world.form(profile=answers(shifts=["night"])))
    after = world.opt_in()
    assert after["profile"]["shifts"] == ["night"]
    assert corrected == before["receipt"] == after["receipt"]
    assert (after["expires_at"], after["consents"]) == (before["expires_at"], before["consents"])


def test_another_agency_is_a_new_consent_that_prolongs_nothing() -> None:
    world = member()
    changed = world.join(world.form(agencies=["northstaff"]))
    assert datetime.fromisoformat(changed["expires_at"]) == expiry(NOW, 12)


def test_more_months_prolong_from_today() -> None:
    world = member()
    changed = world.join(world.form(months=24))
    assert datetime.fromisoformat(changed["expires_at"]) == expiry(world.clock.now, 24)


def test_fewer_months_never_prolong() -> None:
    world = member()
    changed = world.join(world.form(months=6))
    assert datetime.fromisoformat(changed["expires_at"]) == expiry(NOW, 12)


@pytest.mark.parametrize("shown", ["the words of then", "the words of today"])
def test_an_agency_is_taken_back_under_the_recorded_words_whatever_they_are_today(shown: str) -> None:
    world = member(agencies=["northstaff", "bright-desk"])
    then, words = world.form(), world.opt_in()["receipt"]["intro"]
    world.policy = with_new_words(world.policy)
    form = then if shown == "the words of then" else world.form()
    world.join({**form, "agencies": ["bright-desk"]})
    after = world.opt_in()
    assert (after["agencies"], after["receipt"]["intro"]) == (["bright-desk"], words)
    reduced: Json = after["consents"][-1]
    assert (reduced["kind"], reduced["agencies"], reduced["receipt"]) == (
        "reduced",
        ["northstaff"],
        after["receipt"]["id"],
    )


def test_what_has_to_be_ticked_can_not_be_taken_back_alone() -> None:
    world = member(purposes=["openings", "advice"])
    with refused("invalid-opt-in"):
        world.join(world.form(purposes=["advice"]))


def test_an_old_request_does_not_bring_an_unticked_agency_back() -> None:
    world = World()
    world.join()
    ticked = world.form(agencies=["northstaff"])
    world.clock.advance(minutes=1)
    world.join(ticked)
    world.clock.advance(minutes=1)
    world.join(world.form(agencies=[]))
    with refused("opt-in-changed") as error:
        world.join(ticked)
    assert error.value.members["opt_in"] == {"state": "active", "withdrawn_at": None, "revision": 3}
    assert world.opt_in()["agencies"] == []


def test_what_is_no_longer_offered_keeps_its_name_and_may_be_sent_again() -> None:
    world = member(agencies=["northstaff"])
    choices = world.policy.choices
    others = [choice for choice in choices.role_families if choice.id != "warehouse"]
    world.policy = replace(world.policy, choices=replace(choices, role_families=others), agencies=[])
    labels = world.opt_in()["labels"]
    assert labels["role_families"] == {"warehouse": {"label": "Warehouse, picking and packing", "offered": False}}
    assert labels["agencies"] == {"northstaff": {"label": "NorthStaff Inc.", "offered": False}}
    world.join(world.form(agencies=["northstaff"], profile=answers(role_families=["warehouse", "office"])))
    assert set(world.opt_in()["labels"]["role_families"]) == {"warehouse", "office"}


def test_ids_are_recorded_once_however_often_they_are_sent() -> None:
    world = World()
    world.join(world.form(profile=answers(role_families=["warehouse"] * 40)))
    assert world.opt_in()["profile"]["role_families"] == ["warehouse"]


def test_twenty_changes_a_day_are_recorded_and_leaving_is_always() -> None:
    world = World()
    world.join()
    for day in range(1, 20):
        world.pause(f"2027-01-{day:02}")
    with refused("too-many-changes"):
        world.pause("2027-02-01")
    world.clock.advance(days=1)
    world.pause("2027-02-01")
    assert world.withdraw()


def test_the_words_of_a_consent_are_kept_under_the_hash_that_the_receipt_names() -> None:
    world = World()
    sha256 = world.join()["consent"]["sha256"]
    assert list(world.pool.texts) == [sha256]
    assert world.policy.agencies[1].text in world.pool.texts[sha256]


def test_a_renewal_is_a_new_consent_in_todays_words() -> None:
    world = member()
    world.policy = with_new_words(world.policy)
    renewed = world.renew(months=12)
    assert (renewed["intro"], datetime.fromisoformat(renewed["expires_at"])) == (
        "Other words.",
        expiry(world.clock.now, 12),
    )
    assert [consent["kind"] for consent in world.opt_in()["consents"]] == ["given", "given"]


def test_a_page_gets_the_last_fifty_consents_and_an_export_all_of_them_page_by_page() -> None:
    world = World()
    world.join()
    for turn in range(60):
        world.clock.advance(days=1)
        world.join(world.form(agencies=["northstaff"] if turn % 2 else ["bright-desk"]))
    assert len(world.opt_in()["consents"]) == 50
    first, after = world.pool.consents_after(world.candidate, "", 50)
    rest, end = world.pool.consents_after(world.candidate, after or "", 50)
    assert (len(first), len(rest), end) == (50, 11, None)
    assert (len(world.export()["consents"]), world.export()["next"]) == (61, None)


@pytest.mark.parametrize("until", ["2026-11-23", "2026-11-01", "2027-11-24"])
def test_a_pause_ends_after_today_and_not_after_the_opt_in(until: str) -> None:
    world = World()
    world.join()
    with refused("invalid-opt-in"):
        world.pause(until)


def test_a_pause_can_be_ended() -> None:
    world = World()
    world.join()
    world.pause("2026-12-24")
    assert world.call("DELETE /api/opt-in/pause") == {"paused_until": None, "revision": 3}
