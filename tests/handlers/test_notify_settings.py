"""A wrong setting is the function's own failure: Lambda counts it, the alarm goes off, and no message is blamed."""

import pytest
from pydantic import ValidationError

from functions.notify import bootstrap
from functions.notify.handler import lambda_handler
from tests.builders import sqs_batch, sqs_record
from tests.handlers.notify_function import CONTEXT


def test_a_missing_variable_fails_the_whole_invocation_and_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DECISIONS_QUEUE_ARN", raising=False)
    bootstrap.consumers.cache_clear()

    with pytest.raises(ValidationError, match="decisions_queue_arn"):
        lambda_handler(sqs_batch(sqs_record("x")), CONTEXT)
