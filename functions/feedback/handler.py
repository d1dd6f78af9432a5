"""Lambda entry point for SES's events. A message that fails is reported alone; the rest of its batch is done."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.feedback import bootstrap
from functions.runtime.observability import logger, metrics


@logger.inject_lambda_context(log_event=False)
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, list[dict[str, str]]]:  # noqa: ARG001
    failed = bootstrap.consumer().handle(event["Records"])
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}
