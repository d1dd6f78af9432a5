"""Messages that can never be processed, as they lie on the DLQ."""

import pytest

from functions.domain.errors import Permanent
from functions.runtime.sqs.dead_letter import DeadLetterQueue
from functions.runtime.sqs.message import Message
from tests.notify_stack import NotifyStack


@pytest.mark.parametrize("body", ["not json", '{"x": 1}', "é🙂\n\t", "x" * 65_537])
def test_a_message_is_kept_unchanged_with_its_reason(stack: NotifyStack, body: str) -> None:
    DeadLetterQueue(stack.sqs, stack.urls["DecisionsDlq"]).send(
        Message("m-1", body, "handle", 1), Permanent("not_json", "the body is not JSON")
    )
    (kept,) = stack.messages("DecisionsDlq")
    assert kept["Body"] == body
    assert kept["MessageAttributes"] == {
        "error_code": {"DataType": "String", "StringValue": "not_json"},
        "error_detail": {"DataType": "String", "StringValue": "the body is not JSON"},
        "original_message_id": {"DataType": "String", "StringValue": "m-1"},
    }


def test_a_long_detail_is_cut(stack: NotifyStack) -> None:
    DeadLetterQueue(stack.sqs, stack.urls["DecisionsDlq"]).send(
        Message("m-1", "x", "handle", 1), Permanent("invalid_event", "d" * 5000)
    )
    (kept,) = stack.messages("DecisionsDlq")
    assert len(kept["MessageAttributes"]["error_detail"]["StringValue"]) == 1000
