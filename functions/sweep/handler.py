"""Lambda entry point of the sweep, which a schedule invokes."""

from datetime import timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.runtime.observability import logger, metrics
from functions.sweep import bootstrap
from functions.sweep.report import sweep_and_report


@logger.inject_lambda_context(log_event=False)
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    time_left = timedelta(milliseconds=context.get_remaining_time_in_millis())
    sweep_and_report(bootstrap.deadline(time_left), ports=bootstrap.ports())
