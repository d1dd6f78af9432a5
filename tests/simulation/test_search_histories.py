"""Count, pages and export find the same people, whatever anybody does meanwhile: nobody twice, nobody missing."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from functions.domain.pool.membership import OptIn
from functions.domain.pool.search.criteria import Criteria
from functions.domain.pool.search.position import Position
from functions.domain.pool.search.visible import Use
from functions.stores.pool.index_repair import IndexRepair
from functions.stores.pool.pool_search import PoolSearch
from functions.stores.pool.talent_pool import TalentPool
from tests.examples import scaled
from tests.fakes.pool import FakePool
from tests.fakes.search_table import SearchTable
from tests.moto_aws import aws_with, client
from tests.optin_builders import NOW, keyed
from tests.pool_tables import create_pool_tables
from tests.simulation.pool_history import History

USES = (Use(""), Use(""), Use("north"), Use("", "bright"))


def in_memory(seed: int) -> History:
    pool = FakePool()
    table: Any = SearchTable(pool)
    return History(Random(seed), pool, PoolSearch(table, "PoolSearch"))  # noqa: S311


@pytest.fixture
def in_dynamodb(request: pytest.FixtureRequest) -> Iterator[History]:
    with aws_with(create_pool_tables):
        dynamodb = client("dynamodb")
        pool = TalentPool(dynamodb, "TalentPool", "PoolSearch", timedelta(days=1096), keyed)
        yield History(Random(request.param), pool, PoolSearch(dynamodb, "PoolSearch"))  # noqa: S311


def searches(history: History, number: int) -> list[tuple[Criteria, Use]]:
    return [(history.criteria(), history.random.choice(USES)) for _ in range(number)]


def check_counts(history: History, criteria: Criteria, use: Use) -> None:
    """Nothing changes meanwhile: all three find everybody, in the same order."""
    expected = history.expected(criteria, use)
    assert [person.candidate for person in history.all(criteria, use)] == expected
    assert [person.candidate for person in history.all(criteria, use, at_once=100)] == expected
    shown, after = list[str](), None
    while page := history.page(criteria, use, 3, after):
        shown += [person.candidate for person in page]
        after = Position.of(page[-1])
    assert shown == expected


def check_pages(history: History, criteria: Criteria, use: Use, size: int, edits: int) -> None:
    """People change between the pages."""
    throughout, shown, after = set(history.expected(criteria, use)), list[str](), None
    while page := history.page(criteria, use, size, after):
        now_found = set(history.expected(criteria, use))
        assert {person.candidate for person in page} <= now_found
        shown += [person.candidate for person in page]
        after = Position.of(page[-1])
        for _ in range(edits):
            history.edit()
            throughout &= set(history.expected(criteria, use))
    assert len(shown) == len(set(shown))
    assert throughout <= set(shown)


def play(history: History, people: int, number: int) -> None:
    for _ in range(people):
        history.join(NOW if history.random.random() < 0.3 else None)
    for _ in range(people // 2):
        history.edit()
    for criteria, use in searches(history, number):
        check_counts(history, criteria, use)
        check_pages(history, criteria, use, history.random.choice([1, 3, 10]), history.random.choice([0, 1, 4]))


@pytest.mark.parametrize("seed", range(scaled(40, at_least=5)))
def test_in_memory(seed: int) -> None:
    play(in_memory(seed), people=60, number=20)


@pytest.mark.parametrize("in_dynamodb", range(1), indirect=True)
def test_in_dynamodb(in_dynamodb: History) -> None:
    play(in_dynamodb, people=16, number=3)
    # Whatever they did, the index has what the profiles say, and nothing else.
    repair = IndexRepair(client("dynamodb"), "TalentPool", "PoolSearch", in_dynamodb.pool)
    known = [one for one in in_dynamodb.pool.get_each(in_dynamodb.keys).values() if isinstance(one, OptIn)]
    assert known
    assert repair.not_entered(known[:20]) == []
    assert list(repair.orphans()) == []


def test_of_500_who_joined_in_the_same_moment_nobody_is_missed() -> None:
    history = in_memory(500)
    for _ in range(500):
        history.join(NOW)
    assert len(history.expected(Criteria(), Use(""))) > 300
    for criteria, use in [(Criteria(), Use("")), *searches(history, 5)]:
        check_counts(history, criteria, use)
        check_pages(history, criteria, use, 25, 5)


@pytest.mark.parametrize("in_dynamodb", [50], indirect=True)
def test_of_50_in_dynamodb_who_joined_in_the_same_moment_nobody_is_missed(in_dynamodb: History) -> None:
    in_dynamodb.fill(50, NOW, client("dynamodb"))
    assert len(in_dynamodb.expected(Criteria(), Use(""))) > 30
    check_counts(in_dynamodb, Criteria(), Use(""))
