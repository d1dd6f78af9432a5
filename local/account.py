"""The same stack on a real account, with the AWS credentials and the Region of whoever runs it."""

import os
import subprocess
from pathlib import Path

import boto3

from local import sam
from local.build import build
from local.company import company, sender_domain
from local.deployment import Outputs, deploy_arguments, publish_site, read_outputs
from local.failure import Failure
from local.paths import ROOT, SAM_CONFIG, tool
from local.progress import say

_ARCHITECTURE = "arm64"


def deploy(params: sam.Parameters, options: list[str]) -> Outputs:
    """Builds, deploys (SAM CLI shows the changes and asks, see samconfig.toml) and publishes the site."""
    # boto3 itself reads AWS_DEFAULT_REGION only; the AWS CLI prefers AWS_REGION.
    session = boto3.Session(region_name=os.environ.get("AWS_REGION"))
    region = _region(session)
    policy = company()
    chosen = {"Architecture": _ARCHITECTURE, "SenderIdentity": sender_domain(policy), **params}
    built = build(chosen["Architecture"])
    say(f"Deploying to {_account(session)} in {region} (sam deploy)")
    config: list[str | Path] = ["--config-file", SAM_CONFIG, "--region", region]
    _ask_and_run([*deploy_arguments(built), *config, *options, *sam.overrides(chosen)])
    outputs = read_outputs(session)
    publish_site(session, outputs, policy)
    return outputs


def _region(session: boto3.Session) -> str:
    if session.region_name is None:
        raise Failure("No AWS Region is set", "export AWS_REGION=us-east-1, or set one in the AWS profile")
    return session.region_name


def _account(session: boto3.Session) -> str:
    if session.get_credentials() is None:
        raise Failure("No AWS credentials are set", "aws configure, aws sso login, or export AWS_PROFILE")
    return f"account {session.client('sts').get_caller_identity()['Account']}"


def _ask_and_run(arguments: list[str | Path]) -> None:
    # Not logged: it shows what would change and asks.
    status = subprocess.run([tool("sam", "sam"), *arguments], cwd=ROOT, env=sam.quiet(os.environ), check=False)
    if status.returncode:
        raise Failure("sam deploy did not deploy", "its reason is above")
