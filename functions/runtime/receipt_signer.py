"""The key in KMS that signs consent receipts."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from functions.domain.pool.jws import compact, public_jwk, signing_input

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

# As for the keys of links: how long after a rotation a process may sign with the key before it.
_MAX_AGE = timedelta(minutes=15)


class ReceiptSigner:
    """Signer with the key that an alias names. A rotation moves the alias to a new key."""

    def __init__(self, kms: "KMSClient", alias: str, now: Callable[[], datetime]) -> None:
        self._kms, self._alias, self._now = kms, alias, now
        self._key_id = self._kid = ""
        self._read_at: datetime | None = None

    def sign(self, record: Mapping[str, Any], media_type: str) -> str:
        """Return the record as a JSON Web Signature in compact form. Raises the client's errors."""
        if self._read_at is None or self._now() - self._read_at > _MAX_AGE:
            self._read_key()
        signed = signing_input(record, self._kid, media_type)
        # As a digest: KMS takes no message above 4,096 bytes, and a consent in full may be longer. With the key's own
        # id: the alias may have moved since its public key was read, and `kid` would name another key.
        answer = self._kms.sign(
            KeyId=self._key_id,
            Message=hashlib.sha256(signed).digest(),
            MessageType="DIGEST",
            SigningAlgorithm="ECDSA_SHA_256",
        )
        return compact(signed, answer["Signature"])

    def _read_key(self) -> None:
        answer = self._kms.get_public_key(KeyId=self._alias)
        self._key_id, self._kid = answer["KeyId"], public_jwk(answer["PublicKey"])["kid"]
        self._read_at = self._now()
