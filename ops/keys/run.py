"""`make rotate-keys`: reads the secret of a deployed stack, changes its keys, and writes it back."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from functions.domain.pool.signing_secret import SigningSecret
from ops.keys.rotation import adopt, revoke, rotate
from ops.ledger.connection import secrets_of
from ops.terminal.failure import Failure
from ops.terminal.progress import say

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

# What the stack itself asks for, see `InvitationSecret`.
_LENGTH = 64


def rotate_keys(*, revoked: int | None, adopts_previous: bool, local: bool) -> None:
    """Change the keys as asked, and say which sign and verify now. Without a wish, add a key."""
    where, secrets, secret_id = secrets_of(local=local)
    secret = SigningSecret.parse(secrets.get_secret_value(SecretId=secret_id)["SecretString"])
    today = datetime.now(UTC).date()
    if adopts_previous:
        changed = adopt(secret, _previous(secrets, secret_id))
    elif revoked is not None:
        if revoked not in secret.keys:
            raise Failure(f"There is no key {revoked}", f"choose one of {', '.join(map(str, sorted(secret.keys)))}")
        changed = revoke(secret, revoked, _new_key(secrets), today)
    else:
        changed = rotate(secret, _new_key(secrets), today)
    if changed == secret:
        say(f"Nothing to change on {where}")
    else:
        secrets.put_secret_value(SecretId=secret_id, SecretString=changed.dump())
    _report(changed, where)


def _report(secret: SigningSecret, where: str) -> None:
    for number in sorted(secret.keys):
        since = f", since {secret.since[number]}" if number in secret.since else ""
        does = "revoked" if number in secret.revoked else "signs" if number == secret.current else "verifies"
        say(f"Key {number} {does}{since}")
    say(f"Every worker on {where} takes this up within 15 minutes.")


def _new_key(secrets: "SecretsManagerClient") -> str:
    return secrets.get_random_password(PasswordLength=_LENGTH, ExcludePunctuation=True)["RandomPassword"]


def _previous(secrets: "SecretsManagerClient", secret_id: str) -> str:
    try:
        return secrets.get_secret_value(SecretId=secret_id, VersionStage="AWSPREVIOUS")["SecretString"]
    except secrets.exceptions.ResourceNotFoundException:
        raise Failure("The secret has no previous version", "there is nothing to adopt") from None
