"""The connection to a deployed stack: a real account, or, with --local, the embedded AWS of this machine."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypedDict

from functions.domain.notices.reference import NoticeRef
from functions.runtime import startup
from functions.runtime.digest_key import DigestKey
from functions.runtime.sqs.due_notices import DueNoticesQueue
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.ledger.review_queue import ReviewQueue
from functions.stores.sending.bursts import BurstStore
from ops.deploy.account import caller_identity, explaining_aws_errors
from ops.deploy.deployment import STACK
from ops.embedded import aws
from ops.embedded.lookup import require_running

if TYPE_CHECKING:
    from boto3 import Session
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sqs import SQSClient

_TABLE, _INDEX = "NoticeLedger", "Review"
_HERE = "the embedded AWS of this machine"


class DeskPorts(TypedDict):
    """The ports that most acts of the review desk need."""

    ledger: NoticeLedger
    reviews: ReviewQueue
    now: Callable[[], datetime]


@dataclass(frozen=True)
class Connection:
    """A deployed stack. `where` describes it; `names` has its physical resource ids by logical id."""

    where: str
    ledger: NoticeLedger
    reviews: ReviewQueue
    bursts: BurstStore
    sqs: "SQSClient"
    names: dict[str, str]
    local: bool = False
    dynamodb: Any = None
    secrets: Any = None

    def now(self) -> datetime:
        """Return the current time in UTC."""
        return datetime.now(UTC)

    def enqueue(self, ref: NoticeRef) -> None:
        """Enqueue a notice as due, as its schedule would."""
        DueNoticesQueue(self.sqs, self.names["DueNotices"]).enqueue(ref)

    def desk(self) -> DeskPorts:
        """Return what the review desk needs of the ledger, by the names of its arguments."""
        return {"ledger": self.ledger, "reviews": self.reviews, "now": self.now}

    def keyed(self) -> DigestKey:
        """Return the key under which people and addresses are stored."""
        return DigestKey(self.secrets, self.names["DigestKey"])

    def command(self, arguments: str) -> str:
        """Return the line that runs another ledger command on this same stack."""
        quote = "'" if '"' in arguments else '"'
        return f"make ledger ARGS={quote}{arguments}{' --local' if self.local else ''}{quote}"


def connect(*, local: bool) -> Connection:
    """Connect to the stack. Raise Failure where there is none, or where the caller may not read it."""
    return _connection(*place_of(local=local))


def connect_to(endpoint_url: str) -> Connection:
    """Connect to the embedded AWS at `endpoint_url`."""
    return _connection(_HERE, aws.session(), endpoint_url)


def secrets_of(*, local: bool) -> "tuple[str, SecretsManagerClient, str]":
    """Return where the stack is, its client, and the id of its signing keys. Raise Failure like `connect`."""
    where, client, names = clients_of(local=local)
    return where, client("secretsmanager"), names["InvitationSecret"]


def clients_of(*, local: bool) -> tuple[str, Callable[[str], Any], dict[str, str]]:
    """Return where the stack is, how its clients are made, and its physical ids. Raise Failure like `connect`."""
    where, session, endpoint_url = place_of(local=local)

    def client(service: Any) -> Any:
        return session.client(service, endpoint_url=endpoint_url)

    return where, client, _names(session, endpoint_url)


def place_of(*, local: bool) -> "tuple[str, Session, str | None]":
    """Return where the stack is, the session for it, and the endpoint, if it is not AWS's. Raise Failure."""
    if local:
        return _HERE, aws.session(), require_running().url
    session, region, account = caller_identity()
    return f"account {account} in {region}", session, None


def _names(session: "Session", endpoint_url: str | None) -> dict[str, str]:
    # As a function's bootstrap does: until then garbage stays, and whoever reads a table needs memory for it.
    startup.freeze_gc()
    with explaining_aws_errors(f"is the stack {STACK} deployed there, and may you read it?"):
        stack = session.client("cloudformation", endpoint_url=endpoint_url)
        resources = stack.describe_stack_resources(StackName=STACK)["StackResources"]
    return {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in resources}


def _connection(where: str, session: "Session", endpoint_url: str | None) -> Connection:
    def client(service: Any) -> Any:
        return session.client(service, endpoint_url=endpoint_url)

    names = _names(session, endpoint_url)
    dynamodb, table = client("dynamodb"), names[_TABLE]
    # `keep` only matters for notices that are opened, and an operator opens none.
    ledger = NoticeLedger(dynamodb, table, keep=timedelta(0))
    reviews, bursts = ReviewQueue(dynamodb, table, _INDEX), BurstStore(dynamodb, names["Sending"])
    is_local, secrets = endpoint_url is not None, client("secretsmanager")
    return Connection(where, ledger, reviews, bursts, client("sqs"), names, is_local, dynamodb, secrets)
