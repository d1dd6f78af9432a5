"""The limits of requests for a link: counted by the hour, under names that say nobody's address."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from functions.optin.ports import RequestLimits as Limits
from functions.stores.sending.link_limits import LinkLimits
from tests.fakes.optin import FakeLinkLimits
from tests.notify_stack import SENDING, NotifyStack
from tests.optin_builders import EMAIL, SEEDED, keyed

NINE = datetime(2026, 11, 23, 9, 59, tzinfo=UTC)


@pytest.fixture(params=["fake", "moto"])
def limits(request: pytest.FixtureRequest) -> Limits:
    make: dict[str, Callable[[], Limits]] = {
        "fake": FakeLinkLimits,
        "moto": lambda: LinkLimits(request.getfixturevalue("stack").dynamodb, SENDING, keyed),
    }
    return make[request.param]()


def test_so_many_are_taken_and_no_more(limits: Limits) -> None:
    assert [limits.take("address", EMAIL, 3, NINE) for _ in range(5)] == [True, True, True, False, False]


def test_the_next_hour_begins_anew(limits: Limits) -> None:
    assert [limits.take("address", EMAIL, 1, NINE + timedelta(minutes=n)) for n in (0, 0, 1)] == [True, False, True]


def test_each_has_their_own_count(limits: Limits) -> None:
    whose = [("address", EMAIL), ("address", "b@example.com"), ("caller", EMAIL), ("caller", "192.0.2.7")]
    assert [limits.take(kind, whom, 1, NINE) for kind, whom in whose] == [True] * 4


def test_no_item_says_whom_it_counts_and_all_are_gone_soon(stack: NotifyStack) -> None:
    LinkLimits(stack.dynamodb, SENDING, keyed).take("address", EMAIL, 3, NINE)
    items = stack.dynamodb.scan(TableName=SENDING)["Items"]
    assert [found for found in SEEDED if found in json.dumps(items)] == []
    assert {int(item["expires_at"]["N"]) for item in items} == {int((NINE + timedelta(hours=2)).timestamp())}
