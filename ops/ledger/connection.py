"""The deployed stack that an operator works on: a real account, or, with --local, the embedded AWS of `make up`."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from functions.domain.notices.notice import NoticeRef
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.ledger.review_queue import ReviewQueue
from functions.stores.sending.bursts import BurstStore
from functions.sweep.due_notices import DueNoticesQueue
from ops.deploy.account import in_words, whose
from ops.deploy.deployment import STACK
from ops.embedded import aws
from ops.terminal.failure import Failure
from ops.terminal.paths import OUTPUTS

if TYPE_CHECKING:
    from boto3 import Session
    from mypy_boto3_sqs import SQSClient

_TABLE, _INDEX = "NoticeLedger", "Review"


@dataclass(frozen=True)
class Desk:
    """`where` says in words whose stack this is; `names` are the stack's resources by their names in the template."""

    where: str
    ledger: NoticeLedger
    reviews: ReviewQueue
    bursts: BurstStore
    sqs: "SQSClient"
    names: dict[str, str]

    def now(self) -> datetime:
        return datetime.now(UTC)

    def ask(self, ref: NoticeRef) -> None:
        """Has it sent, as its schedule would."""
        DueNoticesQueue(self.sqs, self.names["DueNotices"])(ref)


def sit_down(*, local: bool) -> Desk:
    """Raises Failure where there is no stack, or nobody who may see it."""
    if local:
        return sit_down_here(_endpoint())
    session, region, account = whose()
    return _desk(f"account {account} in {region}", session, None)


def sit_down_here(endpoint_url: str) -> Desk:
    """At the embedded AWS that listens there."""
    return _desk("the embedded AWS of this machine", aws.session(), endpoint_url)


def _endpoint() -> str:
    if not OUTPUTS.exists():
        raise Failure("The embedded AWS is not running", "make up; or leave out --local for the real account")
    return str(json.loads(OUTPUTS.read_text())["EndpointUrl"])


def _desk(where: str, session: "Session", endpoint_url: str | None) -> Desk:
    def client(service: Any) -> Any:
        return session.client(service, endpoint_url=endpoint_url)

    with in_words(f"is the stack {STACK} deployed there, and may you read it?"):
        resources = client("cloudformation").describe_stack_resources(StackName=STACK)["StackResources"]
    names = {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in resources}
    dynamodb, table = client("dynamodb"), names[_TABLE]
    # Nothing is opened here, so that nothing needs an end.
    ledger = NoticeLedger(dynamodb, table, keep=timedelta(0))
    reviews, bursts = ReviewQueue(dynamodb, table, _INDEX), BurstStore(dynamodb, names["Sending"])
    return Desk(where, ledger, reviews, bursts, client("sqs"), names)
