"""Deployment to a real account, with the AWS credentials and the Region of whoever runs it."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from ops.deploy import parameters, sam, site
from ops.deploy.account_check import check_account
from ops.deploy.build import build
from ops.deploy.deployment import Outputs, deploy_arguments, publish_site, read_outputs
from ops.deploy.employers import employers, sender_domain
from ops.deploy.sample_values import sample_values
from ops.terminal.failure import Failure
from ops.terminal.paths import ROOT, SAM_CONFIG, tool
from ops.terminal.progress import say

_ARCHITECTURE = "arm64"
_SIGN_IN = (
    "set Region and credentials: export AWS_REGION=us-east-1; aws configure, aws sso login, or export AWS_PROFILE"
)
# The answer comes at once or not at all: nobody should wait a minute to hear that the network is down.
_FAIL_FAST = Config(connect_timeout=5, read_timeout=10, retries={"total_max_attempts": 2})


def deploy(params: sam.Parameters, options: list[str]) -> Outputs:
    """Build, deploy (SAM CLI shows the changes and asks, see samconfig.toml), and publish the site."""
    policy = employers()
    site.build(policy)
    # Before the build: it takes long, and missing credentials would only show after it.
    session, region, account = caller_identity()
    own = {"Architecture": _ARCHITECTURE, "SenderIdentity": sender_domain(policy.default.policy)}
    chosen = {**own, **parameters.DEFAULTS, **params}
    with explaining_aws_errors(f"{_SIGN_IN}; is the network up?"):
        check_account(session, chosen)
    built = build(chosen["Architecture"])
    for line in sample_values(policy):
        say(f"Not for real candidates: {line}")
    say(f"Deploying to account {account} in {region} (sam deploy)")
    config: list[str | Path] = ["--config-file", SAM_CONFIG, "--region", region]
    _ask_and_run([*deploy_arguments(built), *config, *options, *sam.overrides(chosen)])
    with explaining_aws_errors("may this identity read the stack and write its site bucket? Then make deploy again"):
        outputs = read_outputs(session)
        publish_site(session, outputs, policy)
    return outputs


def caller_identity() -> tuple[boto3.Session, str, str]:
    """Return a session, its Region and its account. Raise Failure if nobody is signed in."""
    with explaining_aws_errors(f"{_SIGN_IN}; is the network up?"):
        # boto3 itself reads only AWS_DEFAULT_REGION; the AWS CLI prefers AWS_REGION.
        session = boto3.Session(region_name=os.environ.get("AWS_REGION"))
        if session.region_name is None or session.get_credentials() is None:
            raise Failure("AWS Region or credentials are not set", _SIGN_IN)
        sts = session.client("sts", config=_FAIL_FAST)
        return session, session.region_name, sts.get_caller_identity()["Account"]


@contextmanager
def explaining_aws_errors(remedy: str) -> Iterator[None]:
    """Turn an error of AWS, or of the way to it, into a Failure with this remedy."""
    try:
        yield
    except ClientError as err:
        # The message may quote names and ids of the account; the code is enough.
        raise Failure(f"AWS refuses {err.operation_name}: {err.response['Error']['Code']}", remedy) from None
    except BotoCoreError as err:
        raise Failure(f"AWS can't be reached: {err}", remedy) from None


def _ask_and_run(arguments: list[str | Path]) -> None:
    # Not logged, because it shows what would change and asks.
    status = subprocess.run([tool("sam", "sam"), *arguments], cwd=ROOT, env=sam.quiet(os.environ), check=False)
    if status.returncode:
        raise Failure("sam deploy failed", "see its output above")
