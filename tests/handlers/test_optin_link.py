"""Asking for a link as Lambda runs it: the same answer, in the same calls to AWS and about the same time."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any
from unittest.mock import patch

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError

from functions.runtime import aws
from tests.examples import scaled
from tests.handlers.optin_stack import Reply, Stack, running_stack
from tests.moto_aws import client
from tests.optin_builders import EMAIL, SEEDED, http_event

ROUTE = "POST /api/link"
STRANGER = "nobody.at.all@mailbox.test-domain.org"
# First the limits, then the queue. The keys are read once per process, for whoever comes first.
CALLS = ["UpdateItem", "UpdateItem", "SendMessage"]


@pytest.fixture
def stack() -> Iterator[Stack]:
    with running_stack() as stack:
        stack.join()
        yield stack


def ask(stack: Stack, email: str, *, caller: int = 0) -> Reply:
    address = f"198.51.{caller // 250}.{caller % 250 + 1}"
    return stack.request(http_event(ROUTE, body={"email": email}, x_forwarded_for=f"{address}, 203.0.113.5"))


@contextmanager
def called(stack: Stack) -> Iterator[list[str]]:
    """The calls to AWS of a new process, in order."""
    calls: list[str] = []

    def note(**call: Any) -> None:
        calls.append(call["model"].name)

    session = aws._session()
    session.register("before-call", note)
    # A client takes the session's handlers along when it is made.
    stack.cool_down()
    try:
        yield calls
    finally:
        session.unregister("before-call", note)


def letters_owed(stack: Stack) -> Counter[str]:
    """How many letters of each kind the ledger has."""
    return Counter(item["letter"]["M"]["kind"]["S"] for item in stack.raw()["NoticeLedger"] if "letter" in item)


@pytest.mark.parametrize("is_cold", [True, False])
def test_a_member_and_a_stranger_cost_exactly_the_same_calls(stack: Stack, *, is_cold: bool) -> None:
    seen = []
    for number, email in enumerate((EMAIL, STRANGER)):
        with called(stack) as calls:
            if not is_cold:
                ask(stack, f"warm{number}@example.com", caller=number)
                calls.clear()
            assert ask(stack, email).status == 202
        seen.append(calls)
    assert seen[0] == seen[1]
    assert [call for call in seen[0] if call != "GetSecretValue"] == CALLS
    assert seen[0].count("GetSecretValue") == is_cold


def test_over_the_limit_they_cost_the_same_calls_too(stack: Stack) -> None:
    for email in (EMAIL, STRANGER):
        with called(stack) as calls:
            replies = [ask(stack, email) for _ in range(3)]
            calls.clear()
            refused = ask(stack, email)
        assert [reply.status for reply in replies] == [202] * 3
        assert refused.problem == "too-many-requests"
        assert calls == CALLS[:2]


def test_a_table_that_is_busy_is_no_bug_of_ours(stack: Stack) -> None:
    busy = ClientError({"Error": {"Code": "ThrottlingException"}}, "UpdateItem")
    with patch.object(BaseClient, "_make_api_call", side_effect=busy):
        reply = ask(stack, EMAIL)
    assert (reply.status, reply.problem, reply.headers["Retry-After"]) == (503, "busy", "5")


def test_the_answers_are_one_and_neither_log_nor_table_nor_queue_says_the_address(stack: Stack) -> None:
    before = stack.raw()["Sending"]
    member, stranger = ask(stack, EMAIL), ask(stack, STRANGER)
    assert (member.status, member.headers, member.text) == (stranger.status, stranger.headers, stranger.text)
    queue = client("sqs").get_queue_url(QueueName="DueNotices")["QueueUrl"]
    waiting = client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    bodies = [message["Body"] for message in waiting if message["Body"].startswith("link ")]
    assert len(bodies) == 2
    assert len({len(body) for body in bodies}) == 1
    kept = [item for item in stack.raw()["Sending"] if item not in before]
    everything = f"{kept}{bodies}{member.log}{stranger.log}".lower()
    assert [found for found in (*SEEDED, "nobody.at.all", "198.51.") if found in everything] == []


def test_members_and_strangers_wait_alike(stack: Stack) -> None:
    times: dict[str, list[float]] = {"member": [], "stranger": []}
    for number in range(scaled(200, at_least=25)):
        # One after the other, so that whatever else this machine does slows both down alike.
        for kind, email in (("member", EMAIL), ("stranger", STRANGER)):
            began = time.perf_counter()
            ask(stack, email, caller=number)
            times[kind].append(time.perf_counter() - began)
    spread = median(abs(each - median(times["member"])) for each in times["member"])
    # As machines differ, the difference is compared with how much the calls of one kind differ among themselves.
    assert abs(median(times["member"]) - median(times["stranger"])) < max(3 * spread, 0.2 * median(times["member"]))


def test_the_owner_of_the_mailbox_is_owed_a_letter_once_and_a_stranger_none(stack: Stack) -> None:
    stack.mails()
    # The consent owes letters of its own, now and at its end.
    before = letters_owed(stack)
    for email in (EMAIL, EMAIL, STRANGER):
        assert ask(stack, email).status == 202
    stack.mails()
    assert letters_owed(stack) - before == Counter(["link"])
    assert "link" not in before
