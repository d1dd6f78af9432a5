"""Access tokens as an attacker would want them: signed with the keys that the embedded AWS keeps for a user pool."""

import base64
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization

from ops.embedded.lookup import require_running
from tests.e2e.deployed import Deployed


class Signer:
    """The user pool's own signature, on whatever claims."""

    def __init__(self, deployed: Deployed, token: str) -> None:
        home = require_running(int(deployed.outputs["EndpointUrl"].rpartition(":")[2])).home
        self._keys, self._pool = home / "data" / "state" / "cognito-pool-keys", deployed.outputs["UserPoolId"]
        self.claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})

    def access(self, *, without: tuple[str, ...] = (), **changed: Any) -> str:
        """Return an access token like the real one, but for these claims."""
        return self._sign("access", without, changed)

    def identity(self, **changed: Any) -> str:
        """Return an ID token that is made out to the console."""
        client = self.claims["client_id"]
        return self._sign("id", ("client_id", "scope"), {"token_use": "id", "aud": client, **changed})

    def unsigned(self, **changed: Any) -> str:
        """Return a token that says of itself that it needs no signature."""
        return jwt.encode(self.claims | changed, "", "none", headers={"kid": self._kid("access")})

    def with_public_key(self) -> str:
        """Return a token whose signature is made with what everybody knows, the public key."""
        # By hand: the library refuses to sign like this.
        head = {"alg": "HS256", "kid": self._kid("access"), "typ": "JWT"}
        signed = ".".join(_encoded(json.dumps(part).encode()) for part in (head, self.claims))
        return f"{signed}.{_encoded(hmac.digest(_public(self._key('access')), signed.encode(), 'sha256'))}"

    def _sign(self, use: str, without: tuple[str, ...], changed: dict[str, Any]) -> str:
        claims = {name: value for name, value in self.claims.items() if name not in without} | changed
        return jwt.encode(claims, self._key(use), "RS256", headers={"kid": self._kid(use)})

    def _key(self, use: str) -> Any:
        path: Path = self._keys / f"{self._pool}-{use}.pem"
        return serialization.load_pem_private_key(path.read_bytes(), password=None)

    def _kid(self, use: str) -> str:
        return base64.b64encode(hashlib.sha256(_public(self._key(use))).digest()).decode()


def _public(key: Any) -> bytes:
    encoding, form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    return bytes(key.public_key().public_bytes(encoding, form))


def _encoded(part: bytes) -> str:
    return base64.urlsafe_b64encode(part).rstrip(b"=").decode()
