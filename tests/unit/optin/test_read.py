"""What the page is told: the invitation, one's own opt-in, and everything there is."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta

import pytest

from functions.domain.pool.access import AccessLine, Act
from functions.optin.export import export
from tests.fakes.optin import StubLedger, World, refused
from tests.optin_builders import (
    CANDIDATE,
    EMAIL,
    FAMILY_NAME,
    GIVEN_NAME,
    NOW,
    SOURCE,
    answers,
    invitation_code,
    notice,
    opt_in,
    person_key,
    rejection,
)


def test_the_invitation_greets_and_names_job_employer_and_end() -> None:
    shown = World().invitation()
    assert (shown["given_name"], shown["job_title"]) == (GIVEN_NAME, "Warehouse Associate")
    assert shown["employer"] == {
        "name": "Acme Logistics",
        "contact_email": "hiring@acme.example",
        "postal_address": "1 Example Road, Guelph, ON N1G 0A0, Canada",
        "path": "/",
    }
    assert (shown["language"], shown["join_until"]) == ("en-CA", "2026-12-23T15:04:05+00:00")


def test_the_invitation_shows_the_words_that_their_digest_stands_for() -> None:
    world = World()
    shown, text = world.invitation(), world.policy.consent
    assert shown["consent"] == asdict(text) | {"sha256": text.sha256(world.policy.agencies)}
    assert shown["agencies"] == [agency.shown() for agency in world.policy.agencies]


def test_the_invitation_offers_the_companys_choices() -> None:
    choices = World().invitation()["choices"]
    assert choices["role_families"][0] == {"id": "office", "label": "Office and administration"}
    assert (choices["months"], choices["default_months"]) == ([6, 12, 24], 12)
    assert set(choices) == {
        "role_families",
        "shifts",
        "hours",
        "licences",
        "languages",
        "channels",
        "distances_km",
        "months",
        "default_months",
    }


def test_the_invitation_holds_no_address_and_no_family_name() -> None:
    world = World()
    world.join()
    shown = str(world.invitation())
    assert EMAIL not in shown
    assert FAMILY_NAME not in shown


@pytest.mark.parametrize("name", [None, "{{first_name}}", "Test", "x" * 41, "sam@mailbox.example", "7"])
def test_a_name_that_does_not_look_like_one_greets_nobody(name: str | None) -> None:
    world = World(ledger=StubLedger(notice(decision=rejection(given_name=name))))
    assert world.invitation()["given_name"] is None


def test_the_invitation_says_where_the_person_stands() -> None:
    world = World()
    assert world.invitation()["opt_in"] == {"state": "none", "withdrawn_at": None, "revision": None}
    world.join()
    assert world.invitation()["opt_in"] == {"state": "active", "withdrawn_at": None, "revision": 1}
    world.clock.advance(hours=1)
    withdrawn_at = world.withdraw()
    assert world.invitation()["opt_in"] == {"state": "withdrawn", "withdrawn_at": withdrawn_at, "revision": None}


def test_looking_records_nothing() -> None:
    world = World()
    world.invitation()
    with refused("no-opt-in"):
        world.opt_in()
    assert world.export()["consents"] == []


def test_ones_own_opt_in_says_what_was_agreed_and_until_when() -> None:
    world = World()
    receipt = world.join(world.form(agencies=["northstaff"], months=24))
    shown = world.opt_in()
    assert (shown["purposes"], shown["agencies"], shown["months"]) == (["openings"], ["northstaff"], 24)
    assert shown["given_at"] == shown["updated_at"] == NOW.isoformat()
    assert shown["expires_at"] == "2028-11-23T15:04:05.678901+00:00"
    assert shown["receipt"] == receipt


def test_whoever_never_joined_has_no_opt_in() -> None:
    with refused("no-opt-in"):
        World().opt_in()


def test_everything_that_is_held_comes_as_one_download() -> None:
    world = World()
    receipt = world.join()
    exported = world.export()
    assert exported["exported_at"] == NOW.isoformat()
    assert exported["state"] == "active"
    assert exported["person"] == {
        "email": EMAIL,
        "given_name": GIVEN_NAME,
        "family_name": FAMILY_NAME,
        "candidate_id": "C-42",
        "application_id": "A-88123",
        "source": SOURCE,
        "locale": None,
        "time_zone": None,
        "place": world.opt_in()["place"],
        "new_email": None,
    }
    assert exported["opt_in"] == {name: value for name, value in world.opt_in().items() if name != "consents"}
    assert exported["consents"] == [{"kind": "given", **receipt}]


def test_a_person_without_names_exports_without_names() -> None:
    nameless, code = rejection(given_name=None, family_name=None), invitation_code(candidate=person_key(EMAIL))
    world = World(ledger=StubLedger(notice(decision=nameless)), code=code, candidate=person_key(EMAIL))
    world.join()
    person = world.export()["person"]
    assert (person["email"], person["given_name"], person["family_name"]) == (EMAIL, None, None)


def test_after_a_withdrawal_the_export_holds_what_was_agreed_and_nothing_personal() -> None:
    world = World()
    world.join()
    world.clock.advance(hours=1)
    world.withdraw()
    exported = world.export()
    assert (exported["state"], exported["person"], exported["opt_in"]) == ("withdrawn", None, None)
    assert [consent["kind"] for consent in exported["consents"]] == ["given", "withdrawn"]


def test_whoever_never_joined_exports_that_nothing_is_held() -> None:
    exported = World().export()
    assert (exported["state"], exported["person"], exported["opt_in"], exported["consents"]) == ("none", None, None, [])


@pytest.mark.parametrize("months", [6, 12, 24])
def test_an_opt_in_is_over_at_the_very_moment_it_expires(months: int) -> None:
    world = World()
    end = datetime.fromisoformat(world.join(world.form(months=months))["expires_at"])
    world.clock.now = end - timedelta(microseconds=1)
    assert world.opt_in()["months"] == months
    world.clock.now = end
    with refused("invitation-expired"):
        world.opt_in()


def test_a_new_invitation_finds_an_expired_opt_in_over_and_joins_anew() -> None:
    world = World()
    form = world.form(months=6, profile=answers(earliest_start=None))
    end = datetime.fromisoformat(world.join(form)["expires_at"])
    world.clock.now = end
    world.code = invitation_code(expires_at=end + timedelta(days=30))
    assert world.invitation()["opt_in"] == {"state": "expired", "withdrawn_at": None, "revision": None}
    assert (world.export()["state"], world.export()["person"], world.export()["opt_in"]) == ("expired", None, None)
    for call in ("GET /api/opt-in", "DELETE /api/opt-in"):
        with refused("no-opt-in"):
            world.call(call)
    world.join(form)
    shown = world.opt_in()
    assert shown["given_at"] == shown["updated_at"] == end.isoformat()
    assert len(shown["consents"]) == 2


@pytest.mark.parametrize("after", ["9" * 5000, "٣.", "0.\n", "-1.", "7.x"])
def test_a_cursor_that_no_export_gave_starts_at_the_beginning(after: str) -> None:
    world = World()
    world.join()
    shown = export(world.authenticate(world.code), after, ports=world.ports)
    assert [consent["kind"] for consent in shown["consents"]] == ["given"]


def look(world: World, act: Act, minute: int, candidate: str = CANDIDATE) -> None:
    """Let a recruiter see the person."""
    at = NOW + timedelta(minutes=minute)
    world.access_log.record(
        AccessLine(employer="", at=at, who="7c0f", act=act, opening="R-1042 Forklift driver", ids=(candidate, "f" * 32))
    )


def test_an_export_says_each_time_that_somebody_looked_and_for_which_opening() -> None:
    world = World()
    world.join()
    look(world, Act.PAGE, 1)
    look(world, Act.CARD, 2)
    look(world, Act.PAGE, 3, candidate="e" * 32)
    exported = world.export()
    opening = "R-1042 Forklift driver"
    assert exported["looks"] == [
        {"at": (NOW + timedelta(minutes=1)).isoformat(), "act": "page", "opening": opening},
        {"at": (NOW + timedelta(minutes=2)).isoformat(), "act": "card", "opening": opening},
    ]
    assert exported["looks_in_all"] == {"page": 1, "card": 1, "export": 0}
    # Who it was is the employer's to know.
    assert "7c0f" not in json.dumps(exported)


def test_whoever_has_left_still_reads_who_looked() -> None:
    world = World()
    world.join()
    look(world, Act.EXPORT, 1)
    world.clock.advance(minutes=2)
    world.withdraw()
    assert [one["act"] for one in world.export()["looks"]] == ["export"]


def test_looks_before_a_change_of_address_are_the_persons_own_too() -> None:
    world = World()
    world.pool.put(opt_in(former=("e" * 32,)))
    look(world, Act.CARD, 2)
    look(world, Act.PAGE, 1, candidate="e" * 32)
    exported = world.export()
    assert (exported["looks"], exported["next"]) == ([], "1.")
    following = world.export(after="1.")
    assert ([one["act"] for one in following["looks"]], following["next"]) == (["page", "card"], None)


def test_very_many_looks_come_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.optin.export.PAGE", 2)
    after: str | None = ""
    world, seen = World(), list[list[str]]()
    world.join()
    for minute in range(5):
        look(world, Act.PAGE, minute)
    while after is not None:
        exported = world.export(after=after)
        seen.append([one["at"] for one in exported["looks"]])
        after = exported["next"]
    assert [len(page) for page in seen] == [2, 2, 1]
    assert [at for page in seen for at in page] == [
        (NOW + timedelta(minutes=minute)).isoformat() for minute in range(5)
    ]
