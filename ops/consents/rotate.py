"""The rotation of the key that signs consent receipts, on a deployed stack."""

from ops.deploy.account import caller_identity, explaining_aws_errors
from ops.deploy.deployment import RECEIPT_KEY, STACK, read_outputs
from ops.deploy.receipt_keys import publish_keys, rotate
from ops.embedded import aws
from ops.embedded.lookup import require_running
from ops.terminal.progress import say

_REMEDY = f"is the stack {STACK} deployed there, and may you make keys and write its site bucket?"


def rotate_receipt_key(*, local: bool) -> None:
    """Make a new key, have the stack's alias name it, and publish its public half beside the earlier ones."""
    endpoint_url = require_running().url if local else None
    session = aws.session() if local else caller_identity()[0]
    with explaining_aws_errors(_REMEDY):
        bucket = read_outputs(session, endpoint_url)["SiteBucket"]
        kms, s3 = session.client("kms", endpoint_url=endpoint_url), session.client("s3", endpoint_url=endpoint_url)
        # Published before the alias moves, so that no receipt is out whose key nobody can find.
        key = rotate(kms, RECEIPT_KEY, publish=lambda new: publish_keys(s3, bucket, kms, new))
    say(f"New key: {key}. Receipts are signed with it within a quarter of an hour; those before it still verify.")
