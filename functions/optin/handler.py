"""Lambda entry point for the HTTP API."""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.optin import bootstrap
from functions.optin.api import respond
from functions.runtime.http.request import Request
from functions.runtime.observability import logger, metrics


# The event holds the code and the form, which are the person's own: it is never logged.
@logger.inject_lambda_context(log_event=False)
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001
    return respond(Request(event), bootstrap.ports()).as_response()
