"""The two live keys that sign invitations and unsubscribe links: a secret's current version and the one before it.

Rotation is a `put-secret-value`; links that the previous key signed stay good until the next one.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from functions.domain.pool import unsubscribe
from functions.domain.pool.invitation import Invitation, KeyRing, UnknownKey

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

_MIN_REFETCH_INTERVAL = timedelta(minutes=1)
_MAX_AGE = timedelta(minutes=15)


class InvitationKeys:
    """Signs and verifies with keys that are fetched anew every quarter of an hour, or when a code names a newer one."""

    def __init__(self, secrets: "SecretsManagerClient", secret_arn: str, now: Callable[[], datetime]) -> None:
        self._secrets, self._arn, self._now = secrets, secret_arn, now
        self._ring: KeyRing | None = None
        self._fetched_at = now()

    def sign(self, invitation: Invitation) -> str:
        return self._at_hand().sign(invitation)

    def verify(self, code: str) -> Invitation:
        """The invitation, expired or not. Raises InvitationInvalid."""
        return self._verified(lambda ring: ring.verify(code))

    def sign_unsubscribe(self, candidate: str) -> str:
        return unsubscribe.sign(candidate, self._at_hand())

    def verify_unsubscribe(self, token: str) -> str:
        """The candidate. Raises InvitationInvalid."""
        return self._verified(lambda ring: unsubscribe.verify(token, ring))

    def _verified[Signed](self, verify: Callable[[KeyRing], Signed]) -> Signed:
        try:
            return verify(self._at_hand())
        except UnknownKey:
            # A forged code must not make us ask for the secret at every call.
            if self._now() - self._fetched_at < _MIN_REFETCH_INTERVAL:
                raise
            return verify(self._fetch())

    def _at_hand(self) -> KeyRing:
        # A worker may live for hours: it must neither sign with a key that was rotated away nor go on accepting it.
        if self._ring is None or self._now() - self._fetched_at > _MAX_AGE:
            return self._fetch()
        return self._ring

    def _fetch(self) -> KeyRing:
        self._fetched_at = self._now()
        current = self._secrets.get_secret_value(SecretId=self._arn)["SecretString"]
        # Only now: while the secret can't be read, what is at hand still verifies what it has signed.
        self._ring = KeyRing(current, self._previous())
        return self._ring

    def _previous(self) -> str | None:
        try:
            return self._secrets.get_secret_value(SecretId=self._arn, VersionStage="AWSPREVIOUS")["SecretString"]
        except self._secrets.exceptions.ResourceNotFoundException:
            return None
