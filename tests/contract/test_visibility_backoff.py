"""How long a message that is given back stays out of sight."""

from datetime import timedelta
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from functions.domain.errors import CircuitOpen, Stopped, Throttled, Transient
from functions.runtime.sqs.backoff import VisibilityBackoff
from functions.runtime.sqs.message import Message
from tests.builders import sqs_record
from tests.notify_stack import NotifyStack


def waited(reason: Transient, receipts: int, chance: float = 0.0) -> int:
    """The seconds that SQS is asked to hide the message for."""
    sqs, asked = boto3.client("sqs"), []
    sqs.meta.events.register("provide-client-params.sqs.*", lambda params, **_: asked.append(params))
    with Stubber(sqs) as stub:
        stub.add_response("change_message_visibility_batch", {"Successful": [], "Failed": []})
        message = Message.of(sqs_record("x", receive_count=receipts))
        VisibilityBackoff(sqs, "https://queue", lambda: chance).apply([(message, reason)])
    (entry,) = asked[0]["Entries"]
    assert (asked[0]["QueueUrl"], entry["ReceiptHandle"]) == ("https://queue", "handle-of-m-1")
    return int(entry["VisibilityTimeout"])


def test_each_wait_is_longer_than_the_one_before() -> None:
    waits = [waited(Throttled("x"), receipts) for receipts in range(1, 6)]
    assert waits == sorted(set(waits))
    assert waits[0] <= 20


def test_the_waits_outlast_a_claims_lease() -> None:
    assert sum(waited(Transient("x"), receipts) for receipts in range(1, 5)) > timedelta(minutes=5).total_seconds()


def test_the_waits_of_all_receipts_outlast_a_day() -> None:
    assert sum(waited(Throttled("x"), receipts) for receipts in range(1, 10)) > timedelta(days=1).total_seconds()


def test_messages_that_were_throttled_together_come_back_apart() -> None:
    assert [waited(Throttled("x"), 2, chance) for chance in (0.0, 0.5, 1.0)] == [40, 45, 50]


def test_where_nothing_of_ours_is_taken_the_waits_are_hours_and_outlast_two_days() -> None:
    waits = [waited(Stopped("SendingPausedException"), receipts) for receipts in range(1, 10)]
    assert waits[0] == timedelta(minutes=30).total_seconds()
    assert sum(waits) > timedelta(days=2).total_seconds()


def test_a_whole_batch_is_given_back_ten_messages_a_call() -> None:
    sqs, asked = boto3.client("sqs"), list[Any]()
    sqs.meta.events.register("provide-client-params.sqs.*", lambda params, **_: asked.append(params))
    with Stubber(sqs) as stub:
        for _ in range(3):
            stub.add_response("change_message_visibility_batch", {"Successful": [], "Failed": []})
        messages = [Message.of(sqs_record("x", message_id=f"m-{n}")) for n in range(25)]
        VisibilityBackoff(sqs, "https://queue", lambda: 0.0).apply([(message, Throttled("x")) for message in messages])
    handles = [entry["ReceiptHandle"] for call in asked for entry in call["Entries"]]
    assert handles == [f"handle-of-m-{n}" for n in range(25)]


@pytest.mark.parametrize("after", [timedelta(days=30), timedelta(hours=12)])
def test_no_wait_is_longer_than_sqs_allows(after: timedelta) -> None:
    assert waited(Transient("not due yet", after=after), 1) < timedelta(hours=12).total_seconds()
    assert waited(Transient("x"), 100) < timedelta(hours=12).total_seconds()


def test_a_reason_that_knows_when_is_followed() -> None:
    assert waited(Transient("not due yet", after=timedelta(seconds=90.2)), 4) == 91


def test_the_message_is_seen_again_in_the_same_queue(stack: NotifyStack) -> None:
    url = stack.urls["Decisions"]
    stack.sqs.send_message(QueueUrl=url, MessageBody="x")
    (message,) = stack.sqs.receive_message(QueueUrl=url, VisibilityTimeout=360)["Messages"]
    given_back = Message.of({**sqs_record("x"), "receiptHandle": message["ReceiptHandle"]})
    VisibilityBackoff(stack.sqs, url, lambda: 0.5).apply(
        [(given_back, Transient("not due yet", after=timedelta(hours=1)))]
    )
    attributes = stack.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert attributes["ApproximateNumberOfMessagesNotVisible"] == "1"


def test_what_the_circuit_breaker_stopped_comes_back_within_minutes_and_for_many_hours() -> None:
    waits = [waited(CircuitOpen(), receipts) for receipts in range(1, 11)]
    assert waits[:4] == [60, 120, 240, 480]
    assert sum(waits) > timedelta(hours=15).total_seconds()
