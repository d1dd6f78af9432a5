"""A look at the account before its first deployment, for what would only fail, or show, much later."""

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from ops.deploy.deployment import STACK
from ops.deploy.sam import Parameters
from ops.terminal.failure import Failure
from ops.terminal.progress import say

if TYPE_CHECKING:
    from boto3 import Session

# The queues' workers may be twelve at once, and candidates need some as well.
_ENOUGH_WORKERS = 100


def check_account(session: "Session", chosen: Parameters) -> None:
    """Warn of a low limit. Raise Failure where a first deployment would make an SES identity that is there already."""
    _warn_of_few_workers(session)
    if chosen.get("CreateSenderIdentity") != "false" and not _is_deployed(session):
        _require_no_identity(session, chosen["SenderIdentity"])


def _warn_of_few_workers(session: "Session") -> None:
    try:
        limit = session.client("lambda").get_account_settings()["AccountLimit"]["ConcurrentExecutions"]
    except ClientError:
        # Who deploys need not be allowed to ask, and nothing depends on the answer.
        return
    if limit < _ENOUGH_WORKERS:
        say(f"Lambda runs at most {limit} workers at once here: candidates may get errors while emails go out.")
        say(f"Ask for more under Service Quotas, Lambda, Concurrent executions: {_ENOUGH_WORKERS} are enough")


def _is_deployed(session: "Session") -> bool:
    try:
        session.client("cloudformation").describe_stacks(StackName=STACK)
    except ClientError as err:
        # Whoever may not ask hears it from sam deploy.
        return err.response["Error"]["Code"] != "ValidationError"
    return True


def _require_no_identity(session: "Session", domain: str) -> None:
    try:
        session.client("sesv2").get_email_identity(EmailIdentity=domain)
    except ClientError:
        return
    problem = f"{domain} is an SES identity of this account already, and the stack would make it again"
    raise Failure(problem, 'leave it as it is: make deploy PARAMS="CreateSenderIdentity=false"')
