"""Lambda entry point for both queues. A message that fails is reported alone; the rest of its batch is done."""

from datetime import timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.notify import bootstrap
from functions.runtime.observability import logger, metrics


@logger.inject_lambda_context(log_event=False)
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, list[dict[str, str]]]:
    # A wrong setting fails here, and is the function's failure, not a hundred messages'.
    consumer = bootstrap.consumers()[event["Records"][0]["eventSourceARN"]]
    time_left = timedelta(milliseconds=context.get_remaining_time_in_millis())
    return {"batchItemFailures": [{"itemIdentifier": id_} for id_ in consumer.handle(event["Records"], time_left)]}
