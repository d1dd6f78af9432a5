"""The connection to the user pool of a deployed stack."""

from dataclasses import dataclass
from typing import Any

from functions.domain.employers.employers import Employers
from ops.console.directory import Directory
from ops.deploy.account import explaining_aws_errors
from ops.deploy.deployment import STACK, read_outputs
from ops.deploy.employers import employers
from ops.ledger.connection import place_of
from ops.terminal.failure import Failure


@dataclass(frozen=True)
class ConsoleConnection:
    """The people who may log in to a deployed stack. `where` describes it; `url` is the console's page."""

    where: str
    url: str
    employers: Employers
    directory: Directory
    local: bool = False

    def command(self, arguments: str) -> str:
        """Return the line that runs another console command on this same stack."""
        return f'make console ARGS="{arguments}{" --local" if self.local else ""}"'


def connect(*, local: bool) -> ConsoleConnection:
    """Connect to the stack. Raise Failure where there is none, or where it has no user pool."""
    found = employers()
    where, session, endpoint_url = place_of(local=local)
    with explaining_aws_errors(f"is the stack {STACK} deployed there, and may you read it?"):
        outputs = read_outputs(session, endpoint_url)
    client = session.client("cognito-idp", endpoint_url=endpoint_url)
    return connect_to(where, client, outputs, found, local=local)


def connect_to(
    where: str, client: Any, outputs: dict[str, str], found: Employers, *, local: bool = False
) -> ConsoleConnection:
    """Connect to the user pool that these outputs name."""
    if "UserPoolId" not in outputs:
        issuer = outputs.get("ConsoleIssuer", "your identity provider")
        raise Failure(
            f"This stack has no user pool: people log in with {issuer}",
            "add and remove them there",
        )
    directory = Directory(client, outputs["UserPoolId"])
    return ConsoleConnection(where, outputs["ConsoleUrl"], found, directory, local)
