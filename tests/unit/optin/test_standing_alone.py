"""An opt-in that stands needs the pool's own record alone: its page opens whatever became of what led there."""

from dataclasses import replace
from datetime import timedelta

import pytest

from functions.domain.employers.employers import Employers
from functions.domain.notices.notice import FOR_EVER
from functions.domain.pool.membership import OptIn
from tests.fakes.optin import StubLedger, World, refused
from tests.optin_builders import EMAIL, FAMILY_NAME, GIVEN_NAME, NOW, invitation_code, notice, person_key, policy

ERASED = StubLedger(notice(decision=None))
GONE = StubLedger()


class Left(World):
    """An employer that is no longer in the file; another one has its place."""

    @property
    def employers(self) -> Employers:
        other = replace(policy(), brand=replace(policy().brand, name="Somebody Else"))
        return Employers({"kept": ["/ats/kept"]}, lambda _employer: other, ["/ats/else"])


@pytest.mark.parametrize("ledger", [ERASED, GONE], ids=["erased by the ATS", "older than the ledger"])
def test_a_member_looks_changes_pauses_downloads_and_leaves_without_the_ledger(ledger: StubLedger) -> None:
    world = World()
    world.join()
    world.ledger = ledger
    shown = world.invitation()
    assert (shown["opt_in"]["state"], shown["given_name"], shown["job_title"]) == ("active", "Zebulon", None)
    world.clock.advance(minutes=1)
    world.join(world.form(months=6))
    assert world.opt_in()["months"] == 6
    assert world.pause("2026-12-24")["paused_until"] == "2026-12-24"
    assert world.export()["person"]
    world.clock.advance(minutes=1)
    assert world.withdraw()
    assert world.invitation()["opt_in"]["state"] == "withdrawn"


def test_people_of_an_employer_that_has_left_see_its_recorded_name_and_can_leave() -> None:
    key = person_key(EMAIL, GIVEN_NAME, FAMILY_NAME, employer="harbour")
    code = invitation_code(candidate=key)
    world = World(ledger=StubLedger(notice(employer="harbour")), code=code, candidate=key)
    world.join_as("harbour")
    left = Left(pool=world.pool, ledger=world.ledger, clock=world.clock, code=code, candidate=key)
    shown = left.invitation()
    assert (shown["employer"]["name"], shown["employer"]["contact_email"]) == ("Acme Logistics", None)
    assert (shown["consent"], shown["choices"], shown["can_join"]) == (None, None, False)
    assert not left.opt_in()["labels"]["role_families"]["warehouse"]["offered"]
    assert left.export()["person"]
    with refused("employer-left"):
        left.join(left.form(months=6))
    with refused("employer-left"):
        left.renew()
    left.clock.advance(minutes=1)
    assert left.withdraw()


def test_nobody_joins_another_employer_than_the_one_that_wrote_to_them() -> None:
    left = Left(ledger=StubLedger(notice(employer="harbour")))
    for call in (left.invitation, left.join):
        with refused("employer-left"):
            call()


@pytest.mark.parametrize(
    ("until", "title"), [(NOW, None), (FOR_EVER, "Warehouse Associate"), (None, "Warehouse Associate")]
)
def test_whoever_was_hired_or_rescinded_since_is_not_told_no_again(until: object, title: str | None) -> None:
    world = World(ledger=StubLedger(notice(rescinded_at=until)))
    assert world.invitation()["job_title"] == title


def test_the_page_of_a_member_reads_nothing_but_the_pool() -> None:
    world = World(ledger=GONE)
    with refused("invitation-invalid"):
        world.invitation()


def test_an_older_link_does_not_open_a_profile_whose_links_were_replaced() -> None:
    world = World()
    world.join()
    member = world.pool.get(world.candidate)
    assert isinstance(member, OptIn)
    world.pool.put(replace(member, links_from=NOW + timedelta(days=1)))
    with refused("link-replaced"):
        world.opt_in()
