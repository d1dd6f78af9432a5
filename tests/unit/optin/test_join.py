"""Joining and changing: what is recorded, once, and what the person can hold against us."""

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.domain.notices.reference import NoticeRef
from functions.domain.pool.membership import OptIn
from tests.fakes.optin import StubLedger, World, refused
from tests.optin_builders import (
    AREA,
    CANDIDATE,
    EMAIL,
    FAMILY_NAME,
    GIVEN_NAME,
    NOTICE,
    NOW,
    SOURCE,
    answers,
    invitation_code,
    notice,
    person_key,
    rejection,
)


def profile(world: World) -> OptIn:
    member = world.pool.get(world.candidate)
    assert isinstance(member, OptIn)
    return member


def test_joining_gives_a_receipt_that_says_everything_word_for_word() -> None:
    world = World()
    receipt = world.join(world.form(purposes=["openings", "advice"], agencies=["bright-desk"], months=6))
    consent = world.policy.consent
    agency = world.policy.agencies[1]
    assert {name: value for name, value in receipt.items() if name != "jws"} == {
        "id": "receipt-1",
        "given_at": "2026-11-23T15:04:05.678901Z",
        "expires_at": "2027-05-23T15:04:05.678901Z",
        "employer": "Acme Logistics",
        "consent": {
            "id": "talent-pool",
            "version": consent.version,
            "language": "en",
            "sha256": consent.sha256(world.policy.agencies),
        },
        "intro": consent.intro,
        "purposes": [{"id": purpose.id, "text": purpose.text} for purpose in consent.purposes],
        "agencies": [
            {
                "id": "bright-desk",
                "name": agency.name,
                "text": agency.text,
                "licence": agency.licence,
                "licence_checked_on": str(agency.licence_checked_on),
            }
        ],
        "method": "web form",
        "notice": str(NOTICE),
    }


def test_the_consent_on_record_is_the_receipt() -> None:
    world = World()
    receipt = world.join()
    assert world.opt_in()["consents"] == [{"kind": "given", **receipt}]


def test_what_was_not_ticked_is_not_recorded() -> None:
    world = World()
    receipt = world.join(world.form(purposes=["openings"], agencies=[]))
    assert [purpose["id"] for purpose in receipt["purposes"]] == ["openings"]
    assert receipt["agencies"] == []
    assert (world.opt_in()["purposes"], world.opt_in()["agencies"]) == (["openings"], [])


def test_the_address_and_the_name_are_those_of_the_decision() -> None:
    world = World()
    world.join()
    joined = profile(world)
    assert joined.given_name is not None
    assert joined.family_name is not None
    revealed = (joined.email.reveal(), joined.given_name.reveal(), joined.family_name.reveal())
    assert revealed == (EMAIL, GIVEN_NAME, FAMILY_NAME)


def test_a_candidate_without_a_name_can_join() -> None:
    nameless, code = rejection(given_name=None, family_name=None), invitation_code(candidate=person_key(EMAIL))
    world = World(ledger=StubLedger(notice(decision=nameless)), code=code, candidate=person_key(EMAIL))
    world.join()
    assert (profile(world).given_name, profile(world).family_name) == (None, None)


def test_the_answers_hold_what_the_form_asks_and_nothing_else() -> None:
    world = World()
    world.join()
    assert world.opt_in()["profile"] == answers()


def test_what_was_left_out_is_kept_as_empty() -> None:
    world = World()
    world.join(world.form(profile={"role_families": ["office"], "language": "fr", "channel": "email"}))
    assert world.opt_in()["profile"] == {
        "role_families": ["office"],
        "shifts": [],
        "hours": [],
        "area": None,
        "distance_km": None,
        "earliest_start": None,
        "licences": [],
        "language": "fr",
        "channel": "email",
    }


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (f"  {AREA} \t", AREA),
        ("N1G\x00\x07 2W1", "N1G 2W1"),
        ("Gu\u202eelph", "Gu elph"),
        ("Trois-Rivières", "Trois-Rivières"),
        (" \u200b\n ", None),
        ("", None),
    ],
)
def test_an_area_is_kept_as_one_clean_line(typed: str, kept: str | None) -> None:
    world = World()
    world.join(world.form(profile=answers(area=typed)))
    assert world.opt_in()["profile"]["area"] == kept


def test_the_same_request_twice_is_one_opt_in_with_one_receipt() -> None:
    world = World()
    first = world.join()
    world.clock.advance(days=3)
    assert world.join() == first
    assert len(world.opt_in()["consents"]) == 1


def test_the_same_request_is_recognised_with_its_empty_fields_left_out() -> None:
    world = World()
    form = world.form()
    first = world.join(form)
    assert (
        world.join({name: value for name, value in form.items() if name not in {"agencies", "rejoin_after"}}) == first
    )


def test_the_same_request_is_recognised_after_the_words_changed() -> None:
    world = World()
    form = world.form()
    first = world.join(form)
    world.policy = replace(world.policy, agencies=[])
    assert world.join(form) == first


def test_a_change_is_a_new_consent_and_keeps_the_day_of_joining() -> None:
    world = World()
    first = world.join()
    world.clock.advance(days=3)
    second = world.join(world.form(agencies=["northstaff"], months=24))
    shown = world.opt_in()
    assert [consent["id"] for consent in shown["consents"]] == [first["id"], second["id"]]
    assert shown["given_at"] == NOW.isoformat()
    assert shown["updated_at"] == (NOW + timedelta(days=3)).isoformat()
    assert shown["expires_at"].startswith("2028-11-26")
    assert (shown["agencies"], shown["months"], shown["receipt"]) == (["northstaff"], 24, second)


def test_an_earlier_consent_stays_as_it_was() -> None:
    world = World()
    world.join(world.form(agencies=["northstaff"]))
    before = world.opt_in()["consents"]
    world.clock.advance(days=1)
    world.join(world.form(agencies=[]))
    assert world.opt_in()["consents"][:1] == before


def test_a_second_invitation_of_the_same_candidate_opens_the_same_opt_in() -> None:
    other = NoticeRef.of(SOURCE, "A-99001")
    world = World(ledger=StubLedger(notice(), notice(other, decision=rejection(job_title="Receptionist"))))
    world.join()
    code = invitation_code(of=other)
    assert world.opt_in(code=code) == world.opt_in()
    world.clock.advance(days=1)
    # What led to the consent is still the first invitation.
    assert world.join(world.form(months=6), code=code)["notice"] == str(NOTICE)
    assert [consent["kind"] for consent in world.opt_in()["consents"]] == ["given", "reduced"]


def test_words_that_changed_since_they_were_shown_are_not_agreed_to() -> None:
    world = World()
    form = world.form()
    world.policy = replace(world.policy, agencies=world.policy.agencies[:1])
    with refused("consent-changed"):
        world.join(form)
    assert world.pool.get(CANDIDATE) is None


@pytest.mark.parametrize("name", ["id", "version", "language", "sha256"])
def test_every_part_of_the_texts_reference_has_to_match(name: str) -> None:
    world = World()
    form = world.form()
    with refused("consent-changed"):
        world.join(form | {"consent": form["consent"] | {name: "other"}})
