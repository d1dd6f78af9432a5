"""Lambda entry point for both queues. A message that fails is reported alone; the rest of its batch is done."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.notify import bootstrap
from functions.runtime.observability import logger, metrics

processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


@logger.inject_lambda_context(log_event=False)
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> Any:
    # Outside the batch: a wrong setting is the function's failure, not ten messages'.
    consumers = bootstrap.consumers()

    def take(record: SQSRecord) -> None:
        consumers[record.event_source_arn](record)

    return process_partial_response(event=event, record_handler=take, processor=processor, context=context)
