"""Deployment steps that the embedded AWS and a real account have in common."""

from pathlib import Path
from typing import TYPE_CHECKING

from functions.domain.employers.employers import Employers
from ops.deploy.console_settings import publish_settings
from ops.deploy.receipt_keys import publish_keys
from ops.deploy.site_publish import publish
from ops.terminal.progress import say, step

if TYPE_CHECKING:
    from boto3 import Session

STACK = "kind-regards"
# The alias of the key in KMS that signs receipts of consents, as the template names it.
RECEIPT_KEY = f"alias/{STACK}-receipts"

Outputs = dict[str, str]


def read_outputs(session: "Session", endpoint_url: str | None = None) -> Outputs:
    """Return the outputs of the stack by name."""
    stacks = session.client("cloudformation", endpoint_url=endpoint_url).describe_stacks(StackName=STACK)["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in stacks[0].get("Outputs", [])}


def publish_site(session: "Session", outputs: Outputs, policy: Employers, endpoint_url: str | None = None) -> None:
    """Publish the site, the public keys of consent receipts and the console's settings to the bucket of the stack."""
    bucket = outputs["SiteBucket"]
    with step(f"Publishing the site to {bucket}"):
        s3 = session.client("s3", endpoint_url=endpoint_url)
        publish(s3, bucket, policy)
        publish_keys(s3, bucket, session.client("kms", endpoint_url=endpoint_url), RECEIPT_KEY)
        publish_settings(s3, bucket, outputs)


def deploy_arguments(built: Path) -> list[str | Path]:
    """Return the arguments of sam for deploying the built template."""
    return ["deploy", "--template-file", built, "--stack-name", STACK, "--no-fail-on-empty-changeset"]


def show(outputs: Outputs) -> None:
    """Print the outputs as a table."""
    width = max(map(len, outputs))
    for name, value in outputs.items():
        say(f"  {name:<{width}}  {value}")
