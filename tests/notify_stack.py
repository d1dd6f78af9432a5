"""What notify meets in AWS, on moto: table, queues, schedules, secret, identity, and the template's environment."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from tests.moto_aws import REGION, aws_with, client
from tests.optin_builders import DIGEST_KEY

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_scheduler import EventBridgeSchedulerClient
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sesv2 import SESV2Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

LEDGER = "kr-NoticeLedger"
SENDING = "kr-Sending"
POOL = "kr-TalentPool"
POOL_SEARCH = "kr-PoolSearch"
GROUP = "kr-notices"
ROLE_ARN = f"arn:aws:iam::{DEFAULT_ACCOUNT_ID}:role/kr-SchedulerRole"
QUEUES = ("Decisions", "DecisionsDlq", "DueNotices", "DueNoticesDlq", "SesEvents", "SesEventsDlq")


@dataclass
class NotifyStack:
    """The deployed half, without the function."""

    dynamodb: "DynamoDBClient" = field(default_factory=lambda: client("dynamodb"))
    sqs: "SQSClient" = field(default_factory=lambda: client("sqs"))
    scheduler: "EventBridgeSchedulerClient" = field(default_factory=lambda: client("scheduler"))
    secrets: "SecretsManagerClient" = field(default_factory=lambda: client("secretsmanager"))
    ses: "SESV2Client" = field(default_factory=lambda: client("sesv2"))

    def create(self) -> None:
        self.dynamodb.create_table(
            TableName=LEDGER,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[
                {"AttributeName": "application", "AttributeType": "S"},
                {"AttributeName": "cycle", "AttributeType": "N"},
                {"AttributeName": "review", "AttributeType": "S"},
                {"AttributeName": "review_at", "AttributeType": "S"},
            ],
            KeySchema=[
                {"AttributeName": "application", "KeyType": "HASH"},
                {"AttributeName": "cycle", "KeyType": "RANGE"},
            ],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "Review",
                    "KeySchema": [
                        {"AttributeName": "review", "KeyType": "HASH"},
                        {"AttributeName": "review_at", "KeyType": "RANGE"},
                    ],
                    "Projection": {
                        "ProjectionType": "INCLUDE",
                        "NonKeyAttributes": ["state", "source", "application_id"],
                    },
                }
            ],
        )
        self.dynamodb.create_table(
            TableName=SENDING,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "name", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "name", "KeyType": "HASH"}],
        )
        self.dynamodb.create_table(
            TableName=POOL,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[
                {"AttributeName": "candidate", "AttributeType": "S"},
                {"AttributeName": "record", "AttributeType": "S"},
            ],
            KeySchema=[
                {"AttributeName": "candidate", "KeyType": "HASH"},
                {"AttributeName": "record", "KeyType": "RANGE"},
            ],
        )
        self.dynamodb.create_table(
            TableName=POOL_SEARCH,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[
                {"AttributeName": "cell", "AttributeType": "S"},
                {"AttributeName": "joined", "AttributeType": "S"},
            ],
            KeySchema=[
                {"AttributeName": "cell", "KeyType": "HASH"},
                {"AttributeName": "joined", "KeyType": "RANGE"},
            ],
        )
        for name in QUEUES:
            self.sqs.create_queue(QueueName=f"kr-{name}")
        self.secrets.create_secret(Name="invitations", SecretString="the first key")
        self.secrets.create_secret(Name="digests", SecretString=DIGEST_KEY)
        self.scheduler.create_schedule_group(Name=GROUP)
        self.ses.create_email_identity(EmailIdentity="acme.example")
        self.ses.create_configuration_set(ConfigurationSetName=GROUP)

    @cached_property
    def urls(self) -> dict[str, str]:
        return {name: f"https://sqs.{REGION}.amazonaws.com/{DEFAULT_ACCOUNT_ID}/kr-{name}" for name in QUEUES}

    @cached_property
    def secret_arn(self) -> str:
        return self.secrets.describe_secret(SecretId="invitations")["ARN"]

    def arn(self, queue: str) -> str:
        return f"arn:aws:sqs:{REGION}:{DEFAULT_ACCOUNT_ID}:kr-{queue}"

    def environment(self) -> dict[str, str]:
        """What the template gives the function."""
        return {
            "POWERTOOLS_SERVICE_NAME": "notify",
            "DECISIONS_QUEUE_ARN": self.arn("Decisions"),
            "DECISIONS_QUEUE_URL": self.urls["Decisions"],
            "DECISIONS_DLQ_URL": self.urls["DecisionsDlq"],
            "DUE_NOTICES_QUEUE_ARN": self.arn("DueNotices"),
            "DUE_NOTICES_QUEUE_URL": self.urls["DueNotices"],
            "DUE_NOTICES_DLQ_ARN": self.arn("DueNoticesDlq"),
            "SCHEDULE_GROUP": GROUP,
            "SCHEDULER_ROLE_ARN": ROLE_ARN,
            "CONFIGURATION_SET": GROUP,
            "NOTICE_LEDGER_TABLE": LEDGER,
            "SENDING_TABLE": SENDING,
            "TALENT_POOL_TABLE": POOL,
            "POOL_SEARCH_TABLE": POOL_SEARCH,
            "INVITATION_SECRET_ARN": self.secret_arn,
            "DIGEST_KEY_ARN": self.secrets.describe_secret(SecretId="digests")["ARN"],
            "SITE_URL": "https://stay.acme.example",
            "MAX_SEND_RATE": "",
            "MOST_PER_JOB_AND_HOUR": "",
            "NOTICE_HOLD": "",
            "NOTICE_WINDOW": "",
            "SES_EVENTS_DLQ_URL": self.urls["SesEventsDlq"],
            "REVIEW_INDEX": "Review",
        }

    def messages(self, queue: str) -> list["MessageTypeDef"]:
        answer = self.sqs.receive_message(
            QueueUrl=self.urls[queue], MaxNumberOfMessages=10, MessageAttributeNames=["All"], VisibilityTimeout=0
        )
        return answer.get("Messages", [])

    def mails(self) -> list[Any]:
        """What SES took: moto's own record, with `raw_data` and `destinations`."""
        return list(ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages)

    def items(self) -> list[dict[str, Any]]:
        return self.dynamodb.scan(TableName=LEDGER)["Items"]


@contextmanager
def notify_stack() -> Iterator[NotifyStack]:
    with aws_with(_create):
        yield NotifyStack()


def _create() -> None:
    NotifyStack().create()


@contextmanager
def environment_of(stack: NotifyStack, **parameters: str) -> Iterator[None]:
    with patch.dict(os.environ, stack.environment() | parameters | {"AWS_DEFAULT_REGION": REGION}):
        yield
