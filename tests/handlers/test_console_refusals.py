"""What the console refuses: roles, tokens, other employers' searches, cursors and people. Each attempt is on record."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
from botocore.exceptions import ClientError

from functions.console import bootstrap
from functions.console.access import RULES
from functions.domain.employers.employers import UNKNOWN_EMPLOYER
from functions.domain.pool.access import Act
from functions.stores.pool.access_log import AccessLog
from functions.stores.pool.talent_pool import TalentPool
from tests.access_log_table import ACCESS_LOG
from tests.console_builders import ALL_SCOPES, Json, claims, console_event, search_body
from tests.handlers.console_stack import (
    EXPORT,
    LOG,
    PEOPLE,
    PERSON,
    SEARCHES,
    Console,
    console_function,
)
from tests.handlers.optin_stack import KEEP, Reply
from tests.moto_aws import client

BETA, GAMMA = ("recruiter", "employer-beta"), ("recruiter", "employer-gamma")
NOBODY: dict[str, Any] = {"id": "5" * 32, "candidate": "5" * 32}


@pytest.fixture
def console() -> Iterator[Console]:
    with console_function() as console:
        yield console


@pytest.fixture
def several() -> Iterator[Console]:
    with console_function(several=True) as console:
        yield console


def refusals(console: Console, employer: str = "") -> list[tuple[str, str | None]]:
    """Who was refused by the log of an employer, and what."""
    return [(line.who, line.reason) for line in console.lines(employer) if line.act is Act.REFUSED]


def is_counted(reply: Reply) -> bool:
    return any("ConsoleRefused" in line for line in reply.lines)


def test_an_auditor_searches_nothing_and_a_recruiter_reads_no_log(console: Console) -> None:
    console.join()
    replies = [
        console.call(SEARCHES, "auditor", body=search_body()),
        console.call(PEOPLE, "auditor", id=console.search()["id"]),
        console.call(EXPORT, "auditor", id=console.search()["id"]),
        console.call(LOG, "recruiter"),
        console.call("GET /api/console/notices", "recruiter"),
        console.call("POST /api/console/notices/held/{verb}", "auditor", verb="release", body={}),
    ]
    assert {(reply.status, reply.problem) for reply in replies} == {(404, "role-missing")}
    assert all(map(is_counted, replies))
    assert [reason for _, reason in refusals(console)] == [
        "role-missing POST /api/console/searches",
        "role-missing GET /api/console/searches/{id}/people",
        "role-missing GET /api/console/searches/{id}/export",
        "role-missing GET /api/console/log",
        "role-missing GET /api/console/notices",
        "role-missing POST /api/console/notices/held/{verb}",
    ]


@pytest.mark.parametrize("route", RULES)
@pytest.mark.parametrize("group", ["recruiter admin", "admins", "employer-first", "viewer"])
def test_a_group_that_is_no_role_opens_nothing(console: Console, route: str, group: str) -> None:
    reply = console.call(route, group, body={} if route.startswith("POST") else None, **NOBODY)
    assert (reply.status, reply.problem) == (404, "role-missing")


@pytest.mark.parametrize("route", RULES)
def test_an_id_token_opens_nothing(console: Console, route: str) -> None:
    said = claims("admin", token_use="id", scope=None, aud="console")
    reply = console.call(route, said=said, **NOBODY)
    assert (reply.status, reply.problem) == (401, "access-token-needed")
    assert reply.headers["WWW-Authenticate"] == 'Bearer realm="console"'


@pytest.mark.parametrize("route", RULES)
def test_a_token_without_the_routes_scope_opens_nothing(console: Console, route: str) -> None:
    others = tuple(scope for scope in ALL_SCOPES if scope not in RULES[route].scopes)
    for scopes in (others, (), ("openid", "email"), ("pool",), ("pool/*",)):
        reply = console.call(route, said=claims("admin", scopes=scopes), **NOBODY)
        assert (reply.status, reply.problem) == (404, "scope-missing")


@pytest.mark.parametrize("route", RULES)
def test_a_call_without_the_authorizers_word_opens_nothing(console: Console, route: str) -> None:
    event = console_event(route, claims("admin"), **NOBODY)
    del event["requestContext"]["authorizer"]
    assert (reply := console.request(event)).problem == "token-missing"
    assert reply.status == 401


def test_claims_that_contradict_the_token_open_nothing(console: Console) -> None:
    event = console_event(LOG, claims("admin"), verified=claims("admin", who="somebody-else"))
    assert console.request(event).problem == "token-invalid"
    assert console.lines() == []


def test_nobody_brings_groups_of_their_own(console: Console) -> None:
    # A changed payload fails at the authorizer. If one came through, the claims would still be those of the real one.
    event = console_event(LOG, claims("admin", jti="forged"), verified=claims("recruiter"))
    assert console.request(event).problem == "token-invalid"


def test_an_unknown_route_is_refused_and_on_record(console: Console) -> None:
    for route in ("$default", "DELETE /api/console/log", "GET /api/console/people"):
        reply = console.call(route)
        assert (reply.status, reply.problem) == (404, "not-found")
    assert [reason for _, reason in refusals(console)] == [
        "not-found $default",
        "not-found DELETE /api/console/log",
        "not-found GET /api/console/people",
    ]


@pytest.mark.parametrize("route", [PEOPLE, PERSON, EXPORT])
def test_another_employers_search_is_none(several: Console, route: str) -> None:
    ours = several.join("Sam", employer="beta")
    search = several.search(*BETA)
    reply = several.call(route, *GAMMA, id=search["id"], candidate=ours.candidate)
    never = several.call(route, *GAMMA, id="5" * 32, candidate=ours.candidate)
    assert (reply.status, reply.problem) == (404, "search-not-found")
    assert reply.json == never.json
    assert len(refusals(several, "gamma")) == 2
    assert "Sam" not in reply.text


def test_one_employer_finds_only_its_own_people(several: Console) -> None:
    several.join("Sam", employer="beta")
    kim = several.join("Kim", employer="gamma")
    assert [several.search(*groups)["count"] for groups in (BETA, GAMMA)] == [1, 1]
    search = several.search(*BETA)
    assert several.call(PERSON, *BETA, id=search["id"], candidate=kim.candidate).problem == "person-not-found"
    assert several.call(PERSON, *BETA, id=search["id"], candidate=NOBODY["candidate"]).problem == "person-not-found"
    exported = several.call(EXPORT, *BETA, id=search["id"], format="json").text
    assert ("Sam" in exported, "Kim" in exported) == (True, False)
    assert len(refusals(several, "beta")) == 2


@pytest.mark.parametrize("key", ["x", "mailbox-x", "0" * 3000])
def test_a_key_that_no_person_has_is_not_looked_up(several: Console, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    # DynamoDB refuses a key of 3,000 bytes, and moto does not.
    asked: list[str] = []
    monkeypatch.setattr(TalentPool, "get", lambda _, candidate: asked.append(candidate))
    search = several.search(*BETA)
    assert several.call(PERSON, *BETA, id=search["id"], candidate=key).problem == "person-not-found"
    assert asked == []


def test_whoever_asks_for_another_employer_is_refused_and_on_record(several: Console) -> None:
    reply = several.call(LOG, "auditor", "employer-beta", employer="gamma")
    assert (reply.status, reply.problem) == (404, "not-your-employer")
    assert several.call(LOG, "auditor").problem == "no-employer"
    assert [reason for _, reason in refusals(several, UNKNOWN_EMPLOYER)] == ["no-employer GET /api/console/log"]
    # Where the auditor of their own employer reads it, and the other one's does not.
    read = several.call(LOG, "auditor", "employer-beta").json["lines"]
    assert [line["reason"] for line in read] == ["not-your-employer GET /api/console/log"]
    assert refusals(several, "gamma") == []


def test_whoever_has_several_employers_is_on_record_with_each_of_them(several: Console) -> None:
    reply = several.call(LOG, "auditor", "employer-first", "employer-beta", employer="gamma")
    assert reply.problem == "not-your-employer"
    assert [len(refusals(several, employer)) for employer in ("", "beta", "gamma", UNKNOWN_EMPLOYER)] == [1, 1, 0, 0]


def test_whoever_has_several_employers_says_which(several: Console) -> None:
    both = ("admin", "employer-first", "employer-beta")
    several.join("Sam", employer="beta")
    assert several.call(SEARCHES, *both, body=search_body()).problem == "employer-needed"
    assert [several.search(*both, employer=one)["count"] for one in ("first", "beta")] == [0, 1]
    me = several.call("GET /api/console/me", *both).json
    assert ([one["id"] for one in me["employers"]], me["employer"]["id"]) == (["first", "beta"], "first")
    assert several.call("GET /api/console/me", *both, employer="beta").json["employer"]["id"] == "beta"


def test_an_auditor_reads_the_log_of_their_employer_alone(several: Console) -> None:
    several.search(*BETA)
    assert len(several.call(LOG, "auditor", "employer-beta").json["lines"]) == 1
    assert several.call(LOG, "auditor", "employer-gamma").json["lines"] == []


def cursor_of(console: Console, search: Json, *groups: str) -> str:
    return str(console.call(PEOPLE, *groups, id=search["id"]).json["next"])


@pytest.mark.parametrize("route", [PEOPLE, EXPORT])
def test_a_cursor_that_was_not_made_for_this_search_is_refused(
    console: Console, route: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.console.list_people.PAGE", 1)
    for number in range(3):
        console.join(f"P{number}", minute=number)
    search, same = console.search(shifts=["day"]), console.search(shifts=["day"])
    cursor = cursor_of(console, search)
    text, _, mac = cursor.partition(".")
    moved = base64.urlsafe_b64encode(b"2020-01-01T00:00:00.000000+00:00#" + b"0" * 32).decode().rstrip("=")
    forged = [cursor_of(console, same), cursor[:-1], f"{text}.", f".{mac}", f"{moved}.{mac}", "é.é", "%00", "0" * 5000]
    for after in forged:
        reply = console.call(route, id=search["id"], after=after)
        assert (reply.status, reply.problem) == (400, "invalid-cursor"), after
    assert len(refusals(console)) == len(forged)
    assert console.call(route, id=search["id"], after=cursor).status == 200


def test_another_employers_cursor_is_refused(several: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.console.list_people.PAGE", 1)
    for employer in ("beta", "gamma"):
        for number in range(2):
            several.join(f"P{number}", minute=number, employer=employer)
    theirs = cursor_of(several, several.search(*GAMMA), *GAMMA)
    ours = several.search(*BETA)
    assert several.call(PEOPLE, *BETA, id=ours["id"], after=theirs).problem == "invalid-cursor"


@pytest.mark.parametrize("candidate", ["", "..", "0" * 5000, "mailbox-5", "TEXT", "person#x"])
def test_a_key_that_is_nobodys_shows_nobody(console: Console, candidate: str) -> None:
    console.join()
    reply = console.call(PERSON, id=console.search()["id"], candidate=candidate)
    assert reply.problem == "person-not-found"


@pytest.mark.parametrize("candidate", ["0" * 5000, "mailbox-5", "TEXT", "A" * 32])
def test_a_key_that_nobody_can_have_is_not_even_read(
    console: Console, candidate: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # DynamoDB refuses a key of more than 2,048 bytes: the call would be a failure of ours, and on no record.
    monkeypatch.setattr(TalentPool, "get", broken)
    assert console.call(PERSON, id=console.search()["id"], candidate=candidate).status == 404
    assert refusals(console)


@pytest.mark.parametrize("opening", ["\u3164", "\u200b", "\u2800 \u00a0", "\u202e"])
def test_an_opening_that_nobody_can_read_is_none(console: Console, opening: str) -> None:
    console.join()
    search = console.search(opening=opening)
    assert (search["opening"], console.call(PEOPLE, id=search["id"]).problem) == (None, "opening-needed")


@pytest.mark.parametrize("opening", ["for sam@mailbox.example", "Sam <SAM@MAILBOX.EXAMPLE>"])
def test_no_address_goes_on_record_as_an_opening(console: Console, opening: str) -> None:
    reply = console.call(SEARCHES, body=search_body(opening))
    assert (reply.status, reply.problem) == (422, "invalid-search")
    (error,) = reply.json["errors"]
    assert (error["pointer"], "without an email address" in error["detail"]) == ("/opening", True)
    assert "mailbox" not in (reply.text + reply.log).lower()
    assert console.lines() == []


@pytest.mark.parametrize("opening", ["Cook @ Leeds", "<script>alert(1)</script>", "=1+1", "a\nb"])
def test_an_opening_is_a_text_and_nothing_else(console: Console, opening: str) -> None:
    assert console.search(opening=opening)["opening"] == opening.replace("\n", " ")


@pytest.mark.parametrize("search", ["", "..", "S" * 32, "5" * 33, "5" * 32])
def test_an_id_that_is_no_search_shows_nobody(console: Console, search: str) -> None:
    assert console.call(PEOPLE, id=search).problem == "search-not-found"


def broken(*_: Any, **__: Any) -> None:
    raise ClientError({"Error": {"Code": "InternalServerError", "Message": "quillfeather"}}, "TransactWriteItems")


def test_without_a_line_in_the_log_nobody_is_shown(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    sam = console.join()
    search = console.search()
    monkeypatch.setattr(AccessLog, "_write", broken)
    replies = [
        console.call(SEARCHES, body=search_body()),
        console.call(PEOPLE, id=search["id"]),
        console.call(PERSON, id=search["id"], candidate=sam.candidate),
        console.call(EXPORT, id=search["id"]),
        console.call(LOG),
    ]
    assert {(reply.status, reply.problem) for reply in replies} == {(503, "busy")}
    assert {reply.headers["Retry-After"] for reply in replies} == {"5"}
    assert not any("Sam" in reply.text or "quillfeather" in reply.text + reply.log for reply in replies)


class _SecondFails:
    """A client whose second transaction fails: the first one has a hundred lines."""

    def __init__(self, client: Any, code: str) -> None:
        self._client, self._code, self.made = client, code, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def transact_write_items(self, **request: Any) -> Any:
        if self.made:
            raise ClientError({"Error": {"Code": self._code, "Message": "quillfeather"}}, "TransactWriteItems")
        self.made += 1
        return self._client.transact_write_items(**request)


@pytest.mark.parametrize("code", ["ThrottlingException", "AccessDeniedException", "InternalServerError"])
def test_with_a_part_of_the_lines_nobody_is_shown_and_the_log_says_so(
    console: Console, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.stores.pool.access_log.MAX_WRITES", 2)
    monkeypatch.setattr("functions.stores.dynamodb.transactions.MAX_WRITES", 2)
    monkeypatch.setattr("functions.stores.dynamodb.transactions.PAUSES", (0.0,))
    for number in range(3):
        console.join(f"P{number}", minute=number)
    search, failing = console.search(), _SecondFails(client("dynamodb"), code)
    log = AccessLog(failing, ACCESS_LOG, KEEP, iter(map(str, range(99))).__next__)  # type: ignore[arg-type]
    ports = replace(bootstrap.ports(), access_log=log)
    for route, act in ((PEOPLE, Act.PAGE), (EXPORT, Act.EXPORT)):
        failing.made = 0
        with patch.object(bootstrap, "ports", lambda: ports):
            reply = console.call(route, id=search["id"])
        assert (reply.status, reply.problem) == (503, "busy")
        assert "mailbox" not in reply.text
        assert "quillfeather" not in (reply.text + reply.log).lower()
        assert console.lines()[-1].act is act, "more is on record than was shown, and never less"
        assert len(console.lines()[-1].ids) == 3


def test_without_the_logs_table_nobody_is_shown(console: Console) -> None:
    search = console.search()
    client("dynamodb").delete_table(TableName=ACCESS_LOG)
    assert console.call(PEOPLE, id=search["id"]).status == 503


def test_nothing_personal_is_logged(console: Console) -> None:
    sam = console.join()
    search = console.search(opening="For Sam Quillfeather")
    log = "".join(
        console.call(route, id=search["id"], candidate=sam.candidate, after=after).log
        for route in (PEOPLE, PERSON, EXPORT)
        for after in ("", "sam.quillfeather")
    )
    log += console.call(LOG, "auditor").log
    assert log
    hidden = ("sam", "quillfeather", "mailbox", sam.candidate, search["id"], claims("recruiter")["sub"])
    assert [text for text in hidden if text in log.lower()] == []


def test_only_cloudfront_is_answered_where_it_has_a_secret() -> None:
    with console_function(ORIGIN_SECRET="a" * 32) as console:
        event = console_event("GET /api/console/me", claims("recruiter"))
        assert console.request(event).status == 404
        event["headers"]["x-origin-secret"] = "a" * 32
        assert console.request(event).status == 200
