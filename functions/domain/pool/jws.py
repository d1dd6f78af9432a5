"""Signatures of consent records: JSON Web Signature (RFC 7515) with ES256, and the public key as a JWK (RFC 7517).

The private key never leaves the signer, which answers in DER. A signature here is what any JOSE library verifies.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from functions.domain.base64url import encode

# A point on P-256: two coordinates of 32 bytes. A signature: two numbers of as many.
_SIZE = 32
# SubjectPublicKeyInfo (RFC 5480) of an uncompressed point on P-256: all of it but the point.
_P256_PREFIX = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")
# The members of an EC key that its thumbprint is made of (RFC 7638).
_REQUIRED = ("crv", "kty", "x", "y")


def signing_input(payload: Mapping[str, Any], kid: str, media_type: str) -> bytes:
    """Return the bytes to be signed: the protected header and the payload."""
    header = {"alg": "ES256", "kid": kid, "typ": media_type}
    return f"{encode(_json(header))}.{encode(_json(payload))}".encode()


def compact(signed: bytes, der_signature: bytes) -> str:
    """Return the signature with what it signs, in the compact form. Raises ValueError where it is not in DER."""
    return f"{signed.decode()}.{encode(_raw(der_signature))}"


def public_jwk(spki: bytes) -> dict[str, str]:
    """Return the public key as a JWK, with its thumbprint as `kid`. `spki`: in DER. Raises ValueError."""
    point = spki.removeprefix(_P256_PREFIX)
    if len(spki) != len(_P256_PREFIX) + 2 * _SIZE or point == spki:
        raise ValueError("not a public key on P-256")
    key = {"crv": "P-256", "kty": "EC", "x": encode(point[:_SIZE]), "y": encode(point[_SIZE:])}
    return {**key, "kid": _thumbprint(key), "alg": "ES256", "use": "sig"}


def _thumbprint(key: Mapping[str, str]) -> str:
    return encode(hashlib.sha256(_json({name: key[name] for name in _REQUIRED})).digest())


def _raw(der: bytes) -> bytes:
    """Return both numbers of a DER signature side by side, as JWS has them (RFC 7518, 3.4)."""
    sequence = _content(der, 0x30)
    first = _content(sequence, 0x02)
    second = _content(sequence[2 + len(first) :], 0x02)
    # DER marks a number above half of the range as positive, with a zero in front of it.
    return b"".join(int.from_bytes(number).to_bytes(_SIZE) for number in (first, second))


def _content(der: bytes, tag: int) -> bytes:
    # Shorter than 128 bytes: the length is one byte.
    if len(der) < 2 + 1 or der[0] != tag or len(der) < 2 + der[1]:
        raise ValueError("not a DER signature")
    return der[2 : 2 + der[1]]


def _json(members: Mapping[str, Any]) -> bytes:
    return json.dumps(members, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
