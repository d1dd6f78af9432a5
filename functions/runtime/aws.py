"""AWS clients with explicit timeouts and attempts. Made in a function's bootstrap, kept for the life of the process."""

import logging
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import botocore.session
from botocore.config import Config

from functions.runtime.service_models import ServiceModels

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_scheduler import EventBridgeSchedulerClient
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sqs import SQSClient

# At most this many sends are in flight.
MAX_CONCURRENT_SENDS = 50
# The SDK would put its own together anew for each call.
_USER_AGENT = "kind-regards"
# Parameter validation costs a tenth of notify's time; mypy and the tests' clients validate instead.
_UNCHECKED = Config(parameter_validation=False)
# Three attempts of three seconds each, three calls in a row: less than the shortest function may run.
_RETRYING = Config(
    connect_timeout=1,
    read_timeout=2,
    retries={"mode": "standard", "total_max_attempts": 3},
    max_pool_connections=MAX_CONCURRENT_SENDS,
    user_agent=_USER_AGENT,
)
# A burst of ten thousand schedules is throttled: five pauses of at most 1, 2, 4, 8 and 16 seconds.
_SCHEDULING = Config(
    connect_timeout=1,
    read_timeout=2,
    retries={"mode": "standard", "total_max_attempts": 6},
    max_pool_connections=MAX_CONCURRENT_SENDS,
    user_agent=_USER_AGENT,
)
# SES has no idempotency token: a retry of an unanswered send is a second email.
_ONE_ATTEMPT = Config(
    connect_timeout=2,
    read_timeout=10,
    retries={"total_max_attempts": 1},
    max_pool_connections=MAX_CONCURRENT_SENDS,
    user_agent=_USER_AGENT,
)
# Worst-case seconds to finish a hundred sends and record them.
WORST_CASE_FINISH = 100 / MAX_CONCURRENT_SENDS * (2 + 10) + 3 * (1 + 2)

# At DEBUG these log whole requests and the texts of errors, and with them people.
for _library in ("botocore", "aws_lambda_powertools"):
    logging.getLogger(_library).setLevel(logging.INFO)


def dynamodb() -> "DynamoDBClient":
    return cast("DynamoDBClient", _client("dynamodb", _RETRYING.merge(_UNCHECKED)))


def scheduler() -> "EventBridgeSchedulerClient":
    return cast("EventBridgeSchedulerClient", _client("scheduler", _SCHEDULING))


def kms() -> "KMSClient":
    return cast("KMSClient", _client("kms", _RETRYING))


def secrets() -> "SecretsManagerClient":
    return cast("SecretsManagerClient", _client("secretsmanager", _RETRYING))


def sqs() -> "SQSClient":
    return cast("SQSClient", _client("sqs", _RETRYING))


def ses() -> "SESV2Client":
    return cast("SESV2Client", _client("sesv2", _ONE_ATTEMPT.merge(_UNCHECKED)))


def _client(service: str, config: Config) -> Any:
    return _session().create_client(service, config=config)


@cache
def _session() -> botocore.session.Session:
    # boto3 uses botocore underneath. Going direct saves a fifth of a cold start.
    session = botocore.session.get_session()
    # Before the first client, which would make the session build a loader of its own.
    session.register_component("data_loader", ServiceModels())
    return session
