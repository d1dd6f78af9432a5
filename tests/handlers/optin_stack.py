"""optin as Lambda runs it: API Gateway's event in, the answer and the log out, on moto's tables and secret."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import StringIO
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from botocore.exceptions import ClientError
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from functions.domain.notices.notice import Notice
from functions.domain.pool.key_ring import KeyRing
from functions.domain.pool.membership import OptIn
from functions.notify import bootstrap as notify_bootstrap
from functions.notify.handler import lambda_handler as notify_handler
from functions.optin import bootstrap
from functions.optin.handler import lambda_handler
from functions.runtime.employers_file import read_employers
from functions.runtime.observability import logger, metrics
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.pool.talent_pool import TalentPool
from tests.builders import sqs_batch, sqs_record
from tests.handlers.function_log import context
from tests.moto_aws import REGION, aws_with, client
from tests.optin_builders import (
    CANDIDATE,
    DIGEST_KEY,
    SITE_URL,
    Json,
    answers,
    http_event,
    invitation_code,
    keyed,
    notice,
    opt_in_body,
    unsubscribe_token,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SECRET = "an invitation secret of this stack, sixty-four characters or so."
KEEP = timedelta(days=1096)
ROLES: list[Any] = ["HASH", "RANGE"]
GROUP = "kr-notices"
TABLES = {
    "NoticeLedger": {"application": "S", "cycle": "N"},
    "TalentPool": {"candidate": "S", "record": "S"},
    "PoolSearch": {"cell": "S", "joined": "S"},
    "AccessLog": {"log": "S", "at": "S"},
    "Sending": {"name": "S"},
}
ENVIRONMENT = {
    "POWERTOOLS_SERVICE_NAME": "optin",
    "NOTICE_LEDGER_TABLE": "NoticeLedger",
    "TALENT_POOL_TABLE": "TalentPool",
    "POOL_SEARCH_TABLE": "PoolSearch",
    "ACCESS_LOG_TABLE": "AccessLog",
    "DIGEST_KEY_ARN": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:DigestKey",
    "INVITATION_SECRET_ARN": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:InvitationSecret",
    "DUE_NOTICES_QUEUE_URL": "https://sqs.eu-west-1.amazonaws.com/123456789012/DueNotices",
    "SENDING_TABLE": "Sending",
    "SITE_URL": SITE_URL,
    "RECEIPT_KEY_ALIAS": "alias/receipts",
}
QUEUE = "DueNotices"


@dataclass
class Reply:
    """What the candidate's browser gets, and what stays in our log."""

    status: int
    headers: dict[str, str]
    text: str
    log: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def is_page(self) -> bool:
        """Whether it is one of ours for people, whole and with nothing in it that runs."""
        if not self.headers["Content-Type"].startswith("text/html"):
            return False
        assert self.text.startswith("<!doctype html>")
        assert self.text.endswith("</html>\n")
        return "<script" not in self.text

    @property
    def problem(self) -> str:
        """The problem's code, of a well-formed RFC 9457 answer."""
        assert self.headers["Content-Type"] == "application/problem+json"
        body = self.json
        assert set(body) - {"errors", "opt_in", "places", "refusal"} == {"type", "title", "status", "detail"}
        assert body["status"] == self.status
        assert all(isinstance(body[name], str) and body[name] for name in ("type", "title", "detail"))
        match = re.fullmatch(r"urn:kindregards:problem:([a-z-]+)", body["type"])
        assert match
        return match[1]

    @property
    def lines(self) -> list[Json]:
        return [json.loads(line) for line in self.log.splitlines()]


@dataclass
class Stack:
    """The deployed half: its tables, its secret, and calls to it."""

    dynamodb: "DynamoDBClient"
    code: str = field(default_factory=lambda: code_until(days=30))
    token: str = field(default_factory=lambda: unsubscribe_token(keys=KeyRing(SECRET)))

    def request(self, event: Json) -> Reply:
        metrics.clear_metrics()
        lambda_context = SimpleNamespace(
            function_name="optin",
            memory_limit_in_mb=512,
            invoked_function_arn="arn:aws:lambda:eu-west-1:123456789012:function:optin",
            aws_request_id="request-1",
        )
        log = StringIO()
        with redirect_stdout(log), patch.object(logger.registered_handler, "stream", log):
            response = lambda_handler(event, lambda_context)
        assert set(response) == {"statusCode", "headers", "body", "isBase64Encoded"}
        return Reply(response["statusCode"], response["headers"], response["body"], log.getvalue())

    def call(self, route: str, body: Json | str | None = None, *, code: str | None = None) -> Reply:
        return self.request(http_event(route, code or self.code, body, token=self.token))

    def join(self, **changes: Any) -> Reply:
        return self.call("PUT /api/opt-in", self.form(**changes))

    def form(self, **changes: Any) -> Json:
        """The form of a page that shows today's words."""
        with suppress(ClientError):  # of a table that a test has taken away
            member = self.pool.get(CANDIDATE)
            changes = {"revision": member.revision if isinstance(member, OptIn) else None, **changes}
        return opt_in_body(read_employers().default.policy, **{"profile": answers(earliest_start=None), **changes})

    def raw(self) -> dict[str, list[Json]]:
        """Every item of every table as it lies there."""
        return {name: self.dynamodb.scan(TableName=name)["Items"] for name in TABLES}

    @property
    def pool(self) -> TalentPool:
        return TalentPool(self.dynamodb, "TalentPool", "PoolSearch", KEEP, keyed)

    def mails(self) -> list[Any]:
        """What SES took once notify has handled its queue: moto's own record, with `raw_data` and `destinations`."""
        self._run_notify()
        return list(ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages)

    def _run_notify(self) -> None:
        """Let notify handle what waits on DueNotices."""
        sqs, url = client("sqs"), os.environ["DUE_NOTICES_QUEUE_URL"]
        waiting = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        records = [sqs_record(message["Body"], message_id=message["MessageId"], queue_arn=arn) for message in waiting]
        if not records:
            return
        with patch.dict(os.environ, _notify_environment(url, arn)), redirect_stdout(StringIO()):
            notify_bootstrap.consumers.cache_clear()
            response = notify_handler(sqs_batch(*records), context("notify"))
            notify_bootstrap.consumers.cache_clear()
        assert response == {"batchItemFailures": []}
        for message in waiting:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    def cool_down(self) -> None:
        """The next call starts a new process, as far as clients are concerned."""
        bootstrap.ports.cache_clear()

    def tell(self, notice: Notice) -> None:
        NoticeLedger(self.dynamodb, "NoticeLedger", KEEP).open(notice, datetime.now(UTC))


def code_until(**from_now: float) -> str:
    """A code that this stack has signed, and that ends so far from now."""
    return invitation_code(expires_at=datetime.now(UTC) + timedelta(**from_now), keys=KeyRing(SECRET))


@contextmanager
def running_stack() -> Iterator[Stack]:
    """With one candidate told, and nobody in the pool. Cold: what a process keeps is made anew."""
    with aws_with(_create), patch.dict(os.environ, {"AWS_DEFAULT_REGION": REGION}):
        secret = client("secretsmanager").describe_secret(SecretId="InvitationSecret")["ARN"]
        queue = client("sqs").get_queue_url(QueueName=QUEUE)["QueueUrl"]
        digests = client("secretsmanager").describe_secret(SecretId="DigestKey")["ARN"]
        environment = ENVIRONMENT | {
            "INVITATION_SECRET_ARN": secret,
            "DIGEST_KEY_ARN": digests,
            "DUE_NOTICES_QUEUE_URL": queue,
        }
        stack = Stack(client("dynamodb"))
        stack.tell(notice())
        bootstrap.ports.cache_clear()
        with patch.dict(os.environ, environment):
            yield stack
        bootstrap.ports.cache_clear()


def _create() -> None:
    client("secretsmanager").create_secret(Name="InvitationSecret", SecretString=SECRET)
    client("secretsmanager").create_secret(Name="DigestKey", SecretString=DIGEST_KEY)
    key = client("kms").create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    client("kms").create_alias(AliasName=ENVIRONMENT["RECEIPT_KEY_ALIAS"], TargetKeyId=key)
    for table, keys in TABLES.items():
        create_table(client("dynamodb"), table, keys)
    client("sesv2").create_email_identity(EmailIdentity="acme.example")
    client("sesv2").create_configuration_set(ConfigurationSetName=GROUP)
    client("sqs").create_queue(QueueName=QUEUE)


def _notify_environment(queue_url: str, queue_arn: str) -> dict[str, str]:
    """What notify has beside optin's own variables. It receives from one queue here, and schedules nothing."""
    return {
        "POWERTOOLS_SERVICE_NAME": "notify",
        "DECISIONS_QUEUE_ARN": "arn:aws:sqs:eu-west-1:123456789012:Decisions",
        "DECISIONS_QUEUE_URL": "Decisions",
        "DECISIONS_DLQ_URL": "DecisionsDlq",
        "DUE_NOTICES_QUEUE_ARN": queue_arn,
        "DUE_NOTICES_QUEUE_URL": queue_url,
        "DUE_NOTICES_DLQ_ARN": "DueNoticesDlq",
        "SCHEDULE_GROUP": GROUP,
        "SCHEDULER_ROLE_ARN": "role",
        "CONFIGURATION_SET": GROUP,
        "SENDING_TABLE": "Sending",
        "SITE_URL": SITE_URL,
    }


def create_table(dynamodb: "DynamoDBClient", table: str, keys: dict[str, Any]) -> None:
    dynamodb.create_table(
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": kind} for name, kind in keys.items()],
        KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in zip(keys, ROLES, strict=False)],
    )
