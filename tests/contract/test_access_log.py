"""The access log: what was recorded is read again, newest first; nothing changes or removes a line."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Protocol

import pytest
from botocore.exceptions import ClientError

from functions.domain.errors import Transient
from functions.domain.pool.access import AccessLine, Act, Look, SearchRecord
from functions.stores.pool.access_log import AccessLog
from tests.access_log_table import ACCESS_LOG, create_access_log
from tests.fakes.access_log import FakeAccessLog
from tests.moto_aws import aws_with, client

NOW = datetime(2026, 11, 23, 15, 4, 5, 678901, tzinfo=UTC)
KEEP = timedelta(days=365)
SAM, KIM = "a" * 32, "b" * 32


class Log(Protocol):
    def record(self, line: AccessLine) -> None: ...
    def record_search(self, search: SearchRecord, line: AccessLine) -> None: ...
    def search(self, search_id: str) -> SearchRecord | None: ...
    def lines(self, employer: str, month: str, after: str, limit: int) -> tuple[list[AccessLine], str | None]: ...
    def looks(self, candidate: str) -> Iterator[Look]: ...


@pytest.fixture
def moto() -> Iterator[AccessLog]:
    ids = count()
    with aws_with(create_access_log):
        yield AccessLog(client("dynamodb"), ACCESS_LOG, KEEP, lambda: f"{next(ids):032x}")


@pytest.fixture(params=["fake", "moto"])
def log(request: pytest.FixtureRequest) -> Any:
    return FakeAccessLog() if request.param == "fake" else request.getfixturevalue("moto")


def line(act: Act = Act.PAGE, **changes: Any) -> AccessLine:
    usual: dict[str, Any] = {
        "employer": "",
        "at": NOW,
        "who": "7c0f",
        "act": act,
        "roles": ("recruiter",),
        "search": "s1",
        "opening": "R-1042 Forklift driver",
        "criteria": {"licences": ["forklift"], "place": {"lat": 43.54, "lon": -80.25}},
        "count": 2,
        "ids": (SAM, KIM),
        "request_id": "r-1",
    }
    return AccessLine(**{**usual, **changes})


def search(**changes: Any) -> SearchRecord:
    usual: dict[str, Any] = {
        "id": "5" * 32,
        "employer": "",
        "who": "7c0f",
        "at": NOW,
        "opening": "R-1042 Forklift driver",
        "criteria": {"shifts": ["day"], "starts_on": None},
        "count": 500,
        "is_more": True,
    }
    return SearchRecord(**{**usual, **changes})


def test_a_line_is_read_as_it_was_written(log: Log) -> None:
    refused = line(Act.REFUSED, ids=(), criteria=None, opening=None, count=None, search=None, reason="no-role GET /x")
    log.record(line())
    log.record(refused)
    lines, following = log.lines("", "2026-11", "", 50)
    assert (sorted(lines, key=lambda one: one.act), following) == ([line(), refused], None)


def test_lines_come_newest_first_and_by_pages(log: Log) -> None:
    for minute in range(5):
        log.record(line(at=NOW + timedelta(minutes=minute)))
    pages, after = [], ""
    while True:
        lines, following = log.lines("", "2026-11", after, 2)
        pages.append([one.at.minute for one in lines])
        if following is None:
            break
        after = following
    assert pages == [[8, 7], [6, 5], [4]]


def test_a_page_has_one_employers_lines_of_one_month(log: Log) -> None:
    log.record(line())
    log.record(line(employer="beta"))
    log.record(line(at=NOW + timedelta(days=30)))
    assert log.lines("", "2026-11", "", 50) == ([line()], None)
    assert log.lines("beta", "2026-11", "", 50) == ([line(employer="beta")], None)
    assert log.lines("", "2026-10", "", 50) == ([], None)


def test_a_person_is_told_of_each_time_that_they_were_shown(log: Log) -> None:
    log.record(line(Act.COUNT, ids=()))
    log.record(line(Act.PAGE))
    log.record(line(Act.CARD, ids=(SAM,), at=NOW + timedelta(minutes=1)))
    log.record(line(Act.EXPORT, ids=(KIM,), at=NOW + timedelta(minutes=2), opening="R-7"))
    # Whoever was refused has seen nobody.
    log.record(line(Act.REFUSED, ids=(SAM,), at=NOW + timedelta(minutes=3)))
    opening = "R-1042 Forklift driver"
    assert list(log.looks(SAM)) == [Look(NOW, Act.PAGE, opening), Look(NOW + timedelta(minutes=1), Act.CARD, opening)]
    assert [look.opening for look in log.looks(KIM)] == [opening, "R-7"]
    assert list(log.looks("c" * 32)) == []


def test_a_search_is_found_by_its_id_and_leaves_its_line(log: Log) -> None:
    log.record_search(search(), line(Act.COUNT, ids=()))
    assert log.search("5" * 32) == search()
    assert log.search("6" * 32) is None
    assert [one.act for one in log.lines("", "2026-11", "", 50)[0]] == [Act.COUNT]


def test_an_export_of_thousands_is_a_line_of_each(log: Log) -> None:
    ids = tuple(f"{n:032x}" for n in range(1, 2001))
    log.record(line(Act.EXPORT, ids=ids))
    assert log.lines("", "2026-11", "", 50)[0][0].ids == ids
    assert [len(list(log.looks(one))) for one in (ids[0], ids[98], ids[99], ids[-1])] == [1] * 4


@pytest.mark.parametrize(("code", "raised"), [("InternalServerError", ClientError), ("ThrottlingException", Transient)])
def test_an_outage_after_some_lines_is_raised_as_one_before_all(
    moto: AccessLog, monkeypatch: pytest.MonkeyPatch, code: str, raised: type[Exception]
) -> None:
    dynamodb, calls = client("dynamodb"), count()
    write = dynamodb.transact_write_items

    def once(**request: Any) -> Any:
        if next(calls):
            raise ClientError({"Error": {"Code": code}}, "TransactWriteItems")
        return write(**request)

    monkeypatch.setattr(dynamodb, "transact_write_items", once)
    half = AccessLog(dynamodb, ACCESS_LOG, KEEP, lambda: "f" * 32)
    with pytest.raises(raised):
        half.record(line(Act.EXPORT, ids=tuple(f"{n:032x}" for n in range(150))))
    assert len(moto.lines("", "2026-11", "", 50)[0]) == 1, "it says more than was shown, and never less"


def test_a_page_that_ends_with_the_last_line_has_none_after_it(
    moto: AccessLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    dynamodb = client("dynamodb")
    read = dynamodb.query

    def query(**request: Any) -> Any:
        # As DynamoDB does, and moto does not: whoever stops at the limit has not looked whether more follows.
        answer = read(**request)
        return answer | ({"LastEvaluatedKey": {}} if len(answer["Items"]) == request["Limit"] else {})

    monkeypatch.setattr(dynamodb, "query", query)
    for minute in range(4):
        moto.record(line(at=NOW + timedelta(minutes=minute)))
    log = AccessLog(dynamodb, ACCESS_LOG, KEEP, lambda: "f" * 32)
    first, following = log.lines("", "2026-11", "", 2)
    second, end = log.lines("", "2026-11", following or "", 2)
    assert ([one.at.minute for one in (*first, *second)], end) == ([7, 6, 5, 4], None)


def test_no_line_replaces_another(moto: AccessLog) -> None:
    again = AccessLog(client("dynamodb"), ACCESS_LOG, KEEP, lambda: "f" * 32)
    again.record(line(Act.COUNT, ids=()))
    with pytest.raises(Transient):
        again.record(line(Act.REFUSED, ids=()))
    assert [one.act for one in moto.lines("", "2026-11", "", 50)[0]] == [Act.COUNT]


def test_a_search_is_recorded_once(moto: AccessLog) -> None:
    moto.record_search(search(), line(Act.COUNT, ids=()))
    with pytest.raises(Transient):
        moto.record_search(search(), line(Act.COUNT, ids=()))


def test_every_item_ends_with_its_retention_and_none_has_an_address(moto: AccessLog) -> None:
    moto.record(line())
    moto.record_search(search(), line(Act.COUNT, ids=()))
    items = client("dynamodb").scan(TableName=ACCESS_LOG)["Items"]
    assert {int(item["expires_at"]["N"]) for item in items} == {int((NOW + KEEP).timestamp())}
    assert sorted({item["log"]["S"].partition("#")[0] for item in items}) == ["employer", "person", "search"]
    assert "@" not in json.dumps(items)
