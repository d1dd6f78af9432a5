"""The secret under which the stores keep digests of people and addresses, read at its first use, and never rotated.

Without it, whoever has a copy of a table could tell whether an address they guess is in it.
"""

from threading import Lock
from typing import TYPE_CHECKING

from functions.domain.digest import keyed_digest

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient


class DigestKey:
    """The key, as the function that puts a digest under it."""

    def __init__(self, secrets: "SecretsManagerClient", secret_arn: str) -> None:
        self._secrets, self._arn, self._lock = secrets, secret_arn, Lock()
        self._secret: str | None = None

    def __call__(self, plain: str) -> str:
        """Return the digest under the key."""
        return keyed_digest(self._secret or self._read(), plain)

    def _read(self) -> str:
        # Two threads of a batch may be the first: one reads for both.
        with self._lock:
            if self._secret is None:
                self._secret = self._secrets.get_secret_value(SecretId=self._arn)["SecretString"]
            return self._secret
