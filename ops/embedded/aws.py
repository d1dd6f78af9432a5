"""Access to the embedded AWS for the AWS SDK and SAM CLI, isolated from any real account."""

import os
from collections.abc import Mapping

import boto3
import botocore.session
from botocore.config import Config

REGION = "us-east-1"
_KEY = "test"
# For calls on the way out: an emulator that has died refuses them at once, and one that hangs must not delay the end.
IMPATIENT = Config(connect_timeout=30, read_timeout=30, retries={"total_max_attempts": 1})


def session() -> boto3.Session:
    """Return a session that reads no profile. Its clients need `endpoint_url`, and can't reach a real account."""
    # A profile set in the environment belongs to a real account, and need not exist.
    nothing = (None, None, os.devnull, None)
    variables = {"profile": (None, None, None, None), "config_file": nothing, "credentials_file": nothing}
    return boto3.Session(
        aws_access_key_id=_KEY,
        aws_secret_access_key=_KEY,
        region_name=REGION,
        botocore_session=botocore.session.Session(session_vars=variables),
    )


def isolated(environment: Mapping[str, str], *, endpoint_url: str) -> dict[str, str]:
    """Return the environment without its AWS settings, for a program that must talk to `endpoint_url` only."""
    # A leftover profile, endpoint or token could lead a local command to a real account.
    own = {name: value for name, value in environment.items() if not name.startswith("AWS_")}
    return own | {
        "AWS_ENDPOINT_URL": endpoint_url,
        "AWS_ACCESS_KEY_ID": _KEY,
        "AWS_SECRET_ACCESS_KEY": _KEY,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        # Only this machine can resolve these names; a proxy could not.
        "NO_PROXY": "127.0.0.1,localhost,.localhost",
        "no_proxy": "127.0.0.1,localhost,.localhost",
    }
