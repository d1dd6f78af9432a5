"""The search index follows the profiles, in memory and in DynamoDB: one test class, run against both."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Protocol

import pytest

from functions.domain.personal_data import EmailAddress
from functions.domain.pool.membership import Ending, Member, OptIn
from functions.domain.pool.search.criteria import Criteria
from functions.domain.pool.search.entry import entry_of
from functions.domain.pool.search.partitions import partitions_for, partitions_of
from functions.domain.pool.search.position import Position
from functions.domain.pool.search.visible import Use
from functions.optin.ports import MemberPool
from functions.stores.pool.find import SearchIndex, people
from functions.stores.pool.pool_search import PoolSearch
from functions.stores.pool.talent_pool import TalentPool
from tests.fakes.pool import FakePool
from tests.fakes.pool_search import FakePoolSearch
from tests.moto_aws import aws_with, client
from tests.optin_builders import NOW, SEEDED, answers, keyed, opt_in, receipt
from tests.pool_tables import create_pool_tables
from tests.unit.domain.pool.search.people import GUELPH, TORONTO, place

KEEP = timedelta(days=1096)
LATER = NOW + timedelta(hours=1)
USE = Use("")
ANYBODY = Criteria()


class Pool(MemberPool, Protocol):
    """What the tests need of a pool: it writes members, and reads many at once."""

    def get_each(self, candidates: Any) -> dict[str, Member]: ...


@dataclass
class Searched:
    """A pool, and its index. `raw` is what really lies in the index's table."""

    pool: Pool
    index: SearchIndex
    raw: Callable[[], list[dict[str, Any]]] = list

    def found(self, criteria: Criteria = ANYBODY, use: Use = USE, **where: Any) -> list[str]:
        """Who is found, by the first digit of their key, in order."""
        return [person.candidate[0] for person in people(self.index, self.pool, criteria, use, LATER, **where)]

    def join(self, who: str, **changes: Any) -> OptIn:
        joined = person(who, **changes)
        assert self.pool.join(joined)
        return joined

    def current(self, who: str) -> OptIn:
        member = self.pool.get(who * 32)
        assert isinstance(member, OptIn)
        return member

    def change(self, who: str, **changes: Any) -> OptIn:
        before = self.current(who)
        after = replace(before, revision=before.revision + 1, **changes)
        assert self.pool.change(after, None, LATER)
        return after

    def end(self, *whom: str, ending: Ending = Ending.WITHDRAWN) -> None:
        known = [self.current(who) for who in whom]
        assert self.pool.withdraw([(one.ended(LATER, "mailbox", ending), one) for one in known])


@pytest.fixture(params=["fake", "moto"])
def searched(request: pytest.FixtureRequest) -> Iterator[Searched]:
    if request.param == "fake":
        pool = FakePool()
        yield Searched(pool, FakePoolSearch(pool))
        return
    with aws_with(create_pool_tables):
        dynamodb = client("dynamodb")
        yield Searched(
            TalentPool(dynamodb, "TalentPool", "PoolSearch", KEEP, keyed),
            PoolSearch(dynamodb, "PoolSearch"),
            lambda: dynamodb.scan(TableName="PoolSearch")["Items"],
        )


def person(who: str, **changes: Any) -> OptIn:
    """Somebody whose key is this hexadecimal digit, 32 times; who joined as many minutes after midnight."""
    joined_at = NOW.replace(hour=0, minute=int(who, 16))
    given = receipt(f"r{who}", given_at=NOW)
    return opt_in(**{"candidate": who * 32, "joined_at": joined_at, "receipt": given, **changes})


def near(point: tuple[float, float] = GUELPH, **more: Any) -> Criteria:
    return Criteria(place=place(point), undeclared=frozenset(), **more)


def position(who: str) -> Position:
    return Position.of(person(who))


class TestPoolSearch:
    def test_whoever_joins_is_found_newest_first(self, searched: Searched) -> None:
        for who in "2413":
            searched.join(who)
        assert searched.found() == ["4", "3", "2", "1"]

    def test_of_those_who_joined_in_the_same_moment_the_key_decides(self, searched: Searched) -> None:
        for who in "312":
            searched.join(who, joined_at=NOW)
        assert searched.found() == ["3", "2", "1"]
        assert searched.found(after=Position(NOW, "2" * 32)) == ["1"]

    def test_a_page_begins_behind_a_position_also_where_nobody_stands_any_more(self, searched: Searched) -> None:
        for who in "12345":
            searched.join(who)
        searched.end("3")
        assert searched.found(after=position("4")) == ["2", "1"]
        assert searched.found(after=position("3")) == ["2", "1"]
        assert searched.found(after=position("1")) == []

    def test_a_person_with_several_kinds_of_work_comes_once(self, searched: Searched) -> None:
        searched.join("1", answers=answers(role_families=["warehouse", "driver", "care"]), place=place(GUELPH))
        assert searched.found() == ["1"]
        assert searched.found(near(role_families=("driver", "care"))) == ["1"]
        assert searched.found(near(role_families=("warehouse", "driver", "care", "office"))) == ["1"]
        assert searched.found(near(role_families=("office",))) == []

    def test_a_place_finds_those_who_would_travel_there(self, searched: Searched) -> None:
        for who, distance in {"1": 25, "2": 50, "3": 100}.items():
            searched.join(who, answers=answers(distance_km=distance), place=place(GUELPH))
        searched.join("4")
        assert searched.found(near()) == ["3", "2", "1"]
        assert searched.found(near(TORONTO)) == ["3"]
        # Whose area nobody knows is found where the search wants them, and stays no "no".
        assert searched.found(Criteria(place=place(TORONTO))) == ["4", "3"]

    def test_an_entry_has_what_the_profile_says(self, searched: Searched) -> None:
        full = searched.join(
            "1",
            place=place(GUELPH),
            paused_until=date(2026, 12, 24),
            time_zone="America/Toronto",
            receipt=receipt("r1", agencies=[{"id": "bright", "name": "Bright", "text": "…"}]),
        )
        blank = dict.fromkeys(("area", "distance_km", "earliest_start"))
        empty = searched.join("2", answers={**answers(shifts=[], hours=[], licences=[]), **blank})
        read = list(searched.index.entries(partitions_for(ANYBODY, "")))
        assert read == [entry_of(empty), entry_of(full)]

    def test_whoever_leaves_is_in_no_search(self, searched: Searched) -> None:
        for who in "1234":
            searched.join(who, place=place(GUELPH))
        searched.end("1")
        searched.end("3", "4", ending=Ending.ERASED)
        assert searched.found() == searched.found(near()) == ["2"]
        assert {item["joined"]["S"][-1] for item in searched.raw()} <= {"2"}

    def test_a_pause_hides_a_person_until_they_go_on(self, searched: Searched) -> None:
        searched.join("1")
        searched.change("1", paused_until=date(2026, 12, 24))
        assert searched.found() == []
        searched.change("1", paused_until=None)
        assert searched.found() == ["1"]

    def test_a_change_moves_a_person_on_the_map_and_not_in_the_order(self, searched: Searched) -> None:
        searched.join("1", place=place(GUELPH))
        searched.join("2", place=place(GUELPH))
        moved = searched.change("1", place=place((52.5, 13.4)), answers=answers(role_families=["care"]))
        assert searched.found(near()) == ["2"]
        assert searched.found(near((52.5, 13.4), role_families=("care",))) == ["1"]
        assert searched.found() == ["2", "1"]
        stands = [item["cell"]["S"] for item in searched.raw() if item["joined"]["S"].endswith("1" * 32)]
        assert not stands or sorted(stands) == sorted(partitions_of(entry_of(moved)))

    def test_a_renewal_moves_nobody_and_prolongs(self, searched: Searched) -> None:
        searched.join("1")
        searched.join("2")
        before = searched.current("1")
        renewed = replace(before, revision=2, receipt=receipt("r9", given_at=LATER, months=24))
        assert searched.pool.join(renewed)
        assert searched.found() == ["2", "1"]
        (entry,) = searched.index.entries(partitions_for(ANYBODY, ""), position("2"))
        assert entry.expires_at == renewed.expires_at

    def test_whoever_ends_with_the_consent_is_in_no_search(self, searched: Searched) -> None:
        searched.join("1", receipt=receipt("r1", given_at=NOW - timedelta(days=400)))
        assert searched.found() == []

    def test_whoever_joins_again_comes_once_at_their_new_place_in_the_order(self, searched: Searched) -> None:
        searched.join("1", receipt=receipt("r1", given_at=NOW - timedelta(days=400)), place=place(GUELPH))
        searched.join("2", joined_at=NOW - timedelta(days=1))
        expired = searched.current("1")
        again = person("1", revision=2, joined_at=NOW, place=place(TORONTO), indexed=expired.indexed)
        assert searched.pool.join(again)
        assert searched.found() == ["1", "2"]
        assert searched.found(near()) == []
        assert {item["joined"]["S"][:10] for item in searched.raw()} <= {"2026-11-23", "2026-11-22"}

    def test_whoever_moves_to_another_address_is_found_once(self, searched: Searched) -> None:
        before = searched.join("1", place=place(GUELPH))
        before = searched.current(before.candidate[0])
        moved = replace(before, candidate="2" * 32, revision=1, email=EmailAddress("zebulon@elsewhere.example"))
        left = replace(before.ended(LATER, "mailbox", Ending.MOVED), moved_to="2" * 32)
        assert searched.pool.move(left, before, moved)
        assert searched.found() == searched.found(near()) == ["2"]
        assert {item["joined"]["S"][-1] for item in searched.raw()} <= {"2"}

    def test_whoever_moves_to_where_an_old_profile_of_theirs_has_expired_is_found_once(
        self, searched: Searched
    ) -> None:
        there = EmailAddress("zebulon@elsewhere.example")
        old = receipt("r2", given_at=NOW - timedelta(days=400))
        searched.join("2", receipt=old, place=place(TORONTO), email=there)
        searched.join("1", place=place(GUELPH))
        before, expired = searched.current("1"), searched.current("2")
        moved = replace(before, candidate="2" * 32, revision=2, email=there, indexed=expired.indexed)
        left = replace(before.ended(LATER, "mailbox", Ending.MOVED), moved_to="2" * 32)
        assert searched.pool.move(left, before, moved)
        assert searched.found() == searched.found(near()) == ["2"]
        assert searched.found(near(TORONTO)) == []
        assert {item["joined"]["S"] for item in searched.raw()} <= {f"{before.joined_at.isoformat()}#{'2' * 32}"}

    def test_employers_see_their_own_people(self, searched: Searched) -> None:
        searched.join("1", place=place(GUELPH))
        searched.join("2", employer="north", place=place(GUELPH))
        assert searched.found() == searched.found(near()) == ["1"]
        assert searched.found(use=Use("north")) == searched.found(near(), Use("north")) == ["2"]

    def test_an_agency_sees_those_who_ticked_it(self, searched: Searched) -> None:
        searched.join("1")
        searched.join("2", receipt=receipt("r2", agencies=[{"id": "bright", "name": "Bright", "text": "…"}]))
        assert searched.found(use=Use("", "bright")) == searched.found(Criteria(agency="bright")) == ["2"]

    def test_many_profiles_with_many_kinds_of_work_end_together(self, searched: Searched) -> None:
        families = [f"family-{number}" for number in range(40)]
        for who in "123456789a":
            searched.join(who, answers=answers(role_families=families), place=place(GUELPH))
        searched.end(*"123456789a")
        assert searched.found() == []
        assert searched.raw() == []

    def test_all_kinds_of_work_change_in_one_transaction(self, searched: Searched) -> None:
        searched.join("1", answers=answers(role_families=[f"old-{n}" for n in range(40)]), place=place(GUELPH))
        searched.change("1", answers=answers(role_families=[f"new-{n}" for n in range(40)]), place=place(TORONTO))
        assert searched.found(near(TORONTO, role_families=("new-7",))) == ["1"]
        assert searched.found(near(role_families=("old-7",))) == []

    def test_a_lost_race_leaves_the_index_as_it_is(self, searched: Searched) -> None:
        joined = searched.join("1", place=place(GUELPH))
        assert not searched.pool.change(replace(joined, revision=3, place=place(TORONTO)), None, LATER)
        assert searched.found(near()) == ["1"]


@pytest.fixture
def in_dynamodb() -> Iterator[Searched]:
    with aws_with(create_pool_tables):
        dynamodb = client("dynamodb")
        pool = TalentPool(dynamodb, "TalentPool", "PoolSearch", KEEP, keyed)
        yield Searched(pool, PoolSearch(dynamodb, "PoolSearch"), lambda: dynamodb.scan(TableName="PoolSearch")["Items"])


def test_an_item_has_no_name_and_ends_with_the_consent(in_dynamodb: Searched) -> None:
    joined = in_dynamodb.join("1", place=place(GUELPH))
    assert len(in_dynamodb.raw()) == 3
    for item in in_dynamodb.raw():
        assert not [text for text in SEEDED if text in str(item).lower()]
        assert item["expires_at"] == {"N": str(int(joined.expires_at.timestamp()) + 1)}


def test_a_profile_from_before_the_index_leaves_nothing_behind_that_was_entered_meanwhile(
    in_dynamodb: Searched,
) -> None:
    """It does not know where it stands; a command may have entered it, right before or right after it was read."""
    in_dynamodb.join("1", place=place(GUELPH))
    client("dynamodb").update_item(
        TableName="TalentPool",
        Key={"candidate": {"S": "1" * 32}, "record": {"S": "PROFILE"}},
        UpdateExpression="REMOVE cells",
    )
    in_dynamodb.change("1", place=place(TORONTO))
    assert in_dynamodb.found(near()) == []
    assert in_dynamodb.found(near(TORONTO)) == ["1"]
    assert len(in_dynamodb.raw()) == 3
