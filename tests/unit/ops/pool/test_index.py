"""The search index, made from the profiles: whoever was there before it, and what is left of nobody."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from functions.domain.pool.membership import OptIn
from functions.domain.pool.search.criteria import Criteria
from functions.domain.pool.search.visible import Use
from functions.stores.pool.find import people
from functions.stores.pool.index_repair import IndexRepair
from functions.stores.pool.pool_search import PoolSearch
from tests.optin_builders import EMAIL, Json, answers, opt_in, receipt
from tests.unit.domain.pool.search.people import GUELPH, TORONTO, place
from tests.unit.ops.pool.desk import ASKED, Desk


@pytest.fixture(autouse=True)
def _one_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    # moto's transactions would meet each other: it is not made for threads.
    monkeypatch.setattr("ops.pool.index._WRITERS", 1)


def entries(desk: Desk) -> list[Json]:
    return desk.stack.raw()["PoolSearch"]


def found(desk: Desk, criteria: Criteria | None = None) -> list[str]:
    index = PoolSearch(desk.stack.dynamodb, "PoolSearch")
    everybody = people(index, desk.stack.pool, criteria or Criteria(), Use(""), datetime.now(UTC))
    return [person.candidate for person in everybody]


def forget(desk: Desk, *, keeps_cells: bool = False) -> None:
    """Let the pool be as it was before there was an index."""
    for item in entries(desk):
        key = {name: item[name] for name in ("cell", "joined")}
        desk.stack.dynamodb.delete_item(TableName="PoolSearch", Key=key)
    for item in desk.stack.raw()["TalentPool"]:
        if item["record"] == {"S": "PROFILE"} and not keeps_cells:
            key = {name: item[name] for name in ("candidate", "record")}
            desk.stack.dynamodb.update_item(TableName="TalentPool", Key=key, UpdateExpression="REMOVE cells")


def counts(said: str) -> list[int]:
    return [int(line.split()[0]) for line in said.splitlines() if line.strip()[:1].isdigit()]


def test_whoever_was_there_before_the_index_is_entered_once(desk: Desk) -> None:
    desk.stack.join()
    as_written = entries(desk)
    forget(desk)
    assert found(desk) == []
    said = desk.does("index", "--dry-run")
    assert counts(said) == [0, 1, 0]
    assert "Nothing was changed" in said
    assert entries(desk) == []
    assert counts(desk.does("index")) == [0, 1, 0]
    assert found(desk) == [desk.opt_in().candidate]
    assert sorted(map(str, entries(desk))) == sorted(map(str, as_written))
    assert counts(desk.does("index")) == [1, 0, 0]
    # The person leaves as everybody does.
    desk.does("withdraw", EMAIL, *ASKED)
    assert entries(desk) == []


def test_an_entry_that_says_something_else_is_put_right(desk: Desk) -> None:
    desk.stack.join()
    right = entries(desk)[0]
    wrong = {**right, "entry": {"S": right["entry"]["S"].replace('"en"', '"fr"')}}
    assert wrong != right
    desk.stack.dynamodb.put_item(TableName="PoolSearch", Item=wrong)
    assert counts(desk.does("index")) == [0, 1, 0]
    assert wrong not in entries(desk)
    assert counts(desk.does("index", "--dry-run")) == [1, 0, 0]


def test_entries_of_nobody_are_removed(desk: Desk) -> None:
    desk.stack.join()
    left_behind = entries(desk)
    desk.does("withdraw", EMAIL, *ASKED)
    stranger = {**left_behind[0], "joined": {"S": f"2026-11-23T15:04:05.000000+00:00#{'a' * 32}"}}
    for item in (*left_behind, stranger):
        desk.stack.dynamodb.put_item(TableName="PoolSearch", Item=item)
    # Nobody is found by them meanwhile.
    assert found(desk) == []
    assert counts(desk.does("index", "--dry-run")) == [0, 0, len(left_behind) + 1]
    assert counts(desk.does("index")) == [0, 0, len(left_behind) + 1]
    assert entries(desk) == []


def test_an_entry_at_another_place_than_the_profiles_is_removed(desk: Desk) -> None:
    desk.stack.join()
    stale = {**entries(desk)[0], "cell": {"S": "#*#near#1#1"}}
    desk.stack.dynamodb.put_item(TableName="PoolSearch", Item=stale)
    assert counts(desk.does("index")) == [1, 0, 1]
    assert stale not in entries(desk)


def test_whoever_changes_meanwhile_is_left_to_that_change(desk: Desk) -> None:
    now = datetime.now(UTC)
    joined = opt_in(joined_at=now, receipt=receipt(given_at=now), place=place(GUELPH))
    assert desk.stack.pool.join(joined)
    forget(desk)
    enter = IndexRepair.enter

    def after_a_change(repair: IndexRepair, read: OptIn) -> bool:
        changed = replace(read, revision=2, place=place(TORONTO), answers=answers(role_families=["care"]))
        assert desk.stack.pool.change(changed, None, now + timedelta(seconds=1))
        return enter(repair, read)

    with patch.object(IndexRepair, "enter", after_a_change):
        said = desk.does("index")
    assert "     1  changed meanwhile" in said
    assert found(desk, near(GUELPH)) == []
    assert found(desk, near(TORONTO)) == [joined.candidate]
    assert counts(desk.does("index")) == [1, 0, 0]


def near(point: Any) -> Criteria:
    return Criteria(place=place(point), undeclared=frozenset())


def test_whoever_has_expired_is_not_entered(desk: Desk) -> None:
    assert desk.stack.pool.join(opt_in(receipt=receipt(given_at=datetime.now(UTC) - timedelta(days=800))))
    forget(desk)
    assert counts(desk.does("index")) == [0, 0, 0]
    assert entries(desk) == []


def test_many_are_entered(desk: Desk) -> None:
    now = datetime.now(UTC)
    for number in range(60):
        candidate = f"{number:032x}"
        given = receipt(f"r{number}", given_at=now)
        assert desk.stack.pool.join(opt_in(candidate=candidate, joined_at=now, receipt=given))
    forget(desk, keeps_cells=True)
    assert counts(desk.does("index")) == [0, 60, 0]
    assert len(found(desk)) == 60
