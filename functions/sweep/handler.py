"""Lambda entry point of the sweep, which a schedule invokes."""

from datetime import timedelta
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.runtime.observability import count, logger, metrics
from functions.sweep import bootstrap
from functions.sweep.service import sweep, waiting_for_a_person


@logger.inject_lambda_context(log_event=False)
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    ports = bootstrap.ports()
    for notice, outcome in sweep(
        bootstrap.deadline(timedelta(milliseconds=context.get_remaining_time_in_millis())), ports=ports
    ):
        count(outcome.value)
        logger.info("notice swept", extra={"notice": str(notice.ref), "state": notice.state, "outcome": outcome.name})
    count("WaitingForPerson", waiting_for_a_person(ports=ports))
