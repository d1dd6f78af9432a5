"""Lambda entry point for the console's routes of the HTTP API."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.console import bootstrap
from functions.console.api import respond
from functions.runtime.http.request import Request
from functions.runtime.observability import logger, metrics


# The event holds a token and what somebody typed: it is never logged.
@logger.inject_lambda_context(log_event=False)
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001
    return respond(Request(event), bootstrap.ports()).as_response()
