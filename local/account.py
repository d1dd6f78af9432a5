"""The same stack on a real account, with the AWS credentials and the Region of whoever runs it."""

import os
import subprocess
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from local import parameters, sam
from local.build import build
from local.company import company, sender_domain
from local.deployment import Outputs, deploy_arguments, publish_site, read_outputs
from local.failure import Failure
from local.paths import ROOT, SAM_CONFIG, tool
from local.progress import say

_ARCHITECTURE = "arm64"
_SIGN_IN = "aws configure, aws sso login, or export AWS_PROFILE"


def deploy(params: sam.Parameters, options: list[str]) -> Outputs:
    """Builds, deploys (SAM CLI shows the changes and asks, see samconfig.toml) and publishes the site."""
    policy = company()
    session, region, account = _whose()
    own = {"Architecture": _ARCHITECTURE, "SenderIdentity": sender_domain(policy)}
    chosen = {**own, **parameters.UNSAID, **params}
    built = build(chosen["Architecture"])
    say(f"Deploying to account {account} in {region} (sam deploy)")
    config: list[str | Path] = ["--config-file", SAM_CONFIG, "--region", region]
    _ask_and_run([*deploy_arguments(built), *config, *options, *sam.overrides(chosen)])
    outputs = read_outputs(session)
    publish_site(session, outputs, policy)
    return outputs


def _whose() -> tuple[boto3.Session, str, str]:
    """A session, its Region and its account, asked for before anything is built."""
    try:
        # boto3 itself reads AWS_DEFAULT_REGION only; the AWS CLI prefers AWS_REGION.
        session = boto3.Session(region_name=os.environ.get("AWS_REGION"))
        if session.region_name is None or session.get_credentials() is None:
            raise Failure("AWS Region or credentials are not set", f"export AWS_REGION=us-east-1; {_SIGN_IN}")
        return session, session.region_name, session.client("sts").get_caller_identity()["Account"]
    except ClientError as err:
        raise Failure(f"AWS does not accept these credentials: {err.response['Error']['Code']}", _SIGN_IN) from None
    except BotoCoreError as err:
        raise Failure(f"AWS can't be asked who you are: {err}", f"{_SIGN_IN}; is the network up?") from None


def _ask_and_run(arguments: list[str | Path]) -> None:
    # Not logged: it shows what would change and asks.
    status = subprocess.run([tool("sam", "sam"), *arguments], cwd=ROOT, env=sam.quiet(os.environ), check=False)
    if status.returncode:
        raise Failure("sam deploy did not deploy", "its reason is above")
