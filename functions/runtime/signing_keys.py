"""The keys that sign the tokens in our links, in one secret. `make rotate-keys` adds one."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from functions.domain.pool.key_ring import KeyRing, Token, UnknownKey
from functions.domain.pool.signing_secret import SigningSecret

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

_MAX_AGE = timedelta(minutes=15)
# How long a token with an unknown key causes no further read: after one that succeeded, and after one that failed.
_LOOKUP_INTERVAL = timedelta(minutes=1)
_RETRY_INTERVAL = timedelta(seconds=15)
# As long as our answer asks the caller to wait (`Retry-After`): who does so finds the next read.
_FIRST_READ_INTERVAL = timedelta(seconds=5)


class SigningKeys:
    """A key ring that is fetched every quarter of an hour, and when a token names a key that it does not have."""

    def __init__(self, secrets: "SecretsManagerClient", secret_arn: str, now: Callable[[], datetime]) -> None:
        self._secrets, self._arn, self._now = secrets, secret_arn, now
        self._ring: KeyRing | None = None
        self._first_read_error: BotoCoreError | ClientError | None = None
        self._fetched_at = self._next_lookup_at = now()

    def sign(self, token: Token) -> str:
        return self._current_ring().sign(token)

    def sign_with_each(self, token: Token) -> Iterator[str]:
        """Yield the token under each key of the ring, see `KeyRing`."""
        return self._current_ring().sign_with_each(token)

    def verify[Kind: Token](self, token_type: type[Kind], text: str) -> Kind:
        """Return the token of that type in `text`, expired or not. Raises TokenInvalid.

        While Secrets Manager fails, one token with an unknown key raises its error. Those that follow are refused
        until the next read.
        """
        try:
            return self._current_ring().verify(token_type, text)
        except UnknownKey:
            # Forged tokens name unknown keys too: they must not make us read the secret at every call, and least of
            # all while Secrets Manager throttles us.
            if self._now() < self._next_lookup_at:
                raise
            return self._look_up().verify(token_type, text)

    def _current_ring(self) -> KeyRing:
        # A process lives for hours: it must neither sign with a key that was revoked nor go on accepting it.
        age = self._now() - self._fetched_at
        if self._ring and age <= _MAX_AGE:
            return self._ring
        if self._first_read_error and age < _FIRST_READ_INTERVAL:
            # Without its traceback, which would grow at every call.
            raise self._first_read_error.with_traceback(None)
        # Set first: while the secret can't be read, the ring at hand still verifies what it has signed.
        self._fetched_at = self._now()
        try:
            self._ring, self._first_read_error = self._read(), None
        except (BotoCoreError, ClientError) as err:
            self._first_read_error = None if self._ring else err
            raise
        return self._ring

    def _look_up(self) -> KeyRing:
        # Set first: a lookup that fails counts, too.
        self._next_lookup_at = self._now() + _RETRY_INTERVAL
        ring = self._read()
        # Set last: where the secret can't be read, the ring at hand keeps its keys, and its age.
        self._ring, self._fetched_at = ring, self._now()
        self._next_lookup_at = self._now() + _LOOKUP_INTERVAL
        return ring

    def _read(self) -> KeyRing:
        text = self._secrets.get_secret_value(SecretId=self._arn)["SecretString"]
        return SigningSecret.parse(text).ring()
