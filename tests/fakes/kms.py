"""KMS with keys on P-256 under aliases.

moto signs a digest as if it were the message; AWS does not, nor does the embedded AWS.
"""

from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_MAX_MESSAGE = 4096


class FakeKms:
    """Keys by id, aliases by name; `asked` has the name of each call."""

    def __init__(self, alias: str) -> None:
        self._keys: dict[str, ec.EllipticCurvePrivateKey] = {}
        self._aliases: dict[str, str] = {}
        self.asked: list[str] = []
        self.update_alias(alias, self.create_key(KeySpec="ECC_NIST_P256")["KeyMetadata"]["KeyId"])
        self.asked.clear()

    def create_key(self, **asked: Any) -> dict[str, Any]:
        assert asked["KeySpec"] == "ECC_NIST_P256"
        key_id = f"arn:aws:kms:us-east-1:123456789012:key/{len(self._keys)}"
        self._keys[key_id] = ec.generate_private_key(ec.SECP256R1())
        return {"KeyMetadata": {"KeyId": key_id}}

    def update_alias(self, AliasName: str, TargetKeyId: str) -> None:  # noqa: N803
        self._aliases[AliasName] = TargetKeyId

    def get_public_key(self, KeyId: str) -> dict[str, Any]:  # noqa: N803
        self.asked.append("GetPublicKey")
        key_id = self._aliases.get(KeyId, KeyId)
        spki = self._keys[key_id].public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return {"KeyId": key_id, "PublicKey": spki}

    def sign(self, KeyId: str, Message: bytes, MessageType: str, SigningAlgorithm: str) -> dict[str, Any]:  # noqa: N803
        self.asked.append("Sign")
        assert (MessageType, SigningAlgorithm) == ("DIGEST", "ECDSA_SHA_256")
        assert len(Message) <= _MAX_MESSAGE
        key = self._keys[self._aliases.get(KeyId, KeyId)]
        return {"Signature": key.sign(Message, ec.ECDSA(utils.Prehashed(hashes.SHA256())))}
