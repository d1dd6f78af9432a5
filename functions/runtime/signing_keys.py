"""The two live keys that sign the tokens in our links: a secret's current version and the one before it.

A key is rotated with `put-secret-value`. Links that the previous key signed stay good until the next rotation.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from functions.domain.pool.key_ring import KeyRing, Token, UnknownKey

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

_MIN_REFETCH_INTERVAL = timedelta(minutes=1)
_MAX_AGE = timedelta(minutes=15)


class SigningKeys:
    """A key ring that is fetched every quarter of an hour, and when a token names a key that it does not have.

    The previous key is fetched only for such a token: most are signed with the current one, and the first answer of a
    process waits for one call less.
    """

    def __init__(self, secrets: "SecretsManagerClient", secret_arn: str, now: Callable[[], datetime]) -> None:
        self._secrets, self._arn, self._now = secrets, secret_arn, now
        self._ring: KeyRing | None = None
        self._has_previous = False
        self._fetched_at = now()

    def sign(self, token: Token) -> str:
        return self._current_ring().sign(token)

    def verify[Kind: Token](self, token_type: type[Kind], text: str) -> Kind:
        """Return the token of that type in `text`, expired or not. Raises TokenInvalid."""
        try:
            return self._current_ring().verify(token_type, text)
        except UnknownKey:
            # Forged tokens name unknown keys too: they must not make us read the secret at every call.
            is_fresh = self._now() - self._fetched_at < _MIN_REFETCH_INTERVAL
            if is_fresh and self._has_previous:
                raise
            return self._fetch(with_previous=True).verify(token_type, text)

    def _current_ring(self) -> KeyRing:
        # A process lives for hours: it must neither sign with a key that was rotated away nor go on accepting it.
        if self._ring is None or self._now() - self._fetched_at > _MAX_AGE:
            return self._fetch()
        return self._ring

    def _fetch(self, *, with_previous: bool = False) -> KeyRing:
        self._fetched_at = self._now()
        # Both are read again for an unknown key: the secret may have been rotated since the current one was read, and
        # the previous key alone would then be the one at hand.
        current = self._secrets.get_secret_value(SecretId=self._arn)["SecretString"]
        previous = self._previous() if with_previous else None
        # Replaced last: while the secret can't be read, the ring at hand still verifies what it has signed.
        self._ring, self._has_previous = KeyRing(current, previous), with_previous
        return self._ring

    def _previous(self) -> str | None:
        try:
            return self._secrets.get_secret_value(SecretId=self._arn, VersionStage="AWSPREVIOUS")["SecretString"]
        except self._secrets.exceptions.ResourceNotFoundException:
            return None
