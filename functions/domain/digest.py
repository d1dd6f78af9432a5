"""Keys without personal data, as digests of what they are made of."""

import hashlib
import hmac
import json
from functools import lru_cache


@lru_cache(maxsize=2048)
def digest(*parts: str) -> str:
    """Return 32 hex digits for `parts`."""
    # As JSON, so that ("ab", "c") and ("a", "bc") differ.
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def keyed_digest(secret: str, plain: str) -> str:
    """Return 32 hex digits for a digest, which nobody without the secret can compute from a guessed address.

    Made of the digest and not of its parts: what is stored can be put under a key without knowing whose it is.
    """
    return hmac.digest(secret.encode(), plain.encode(), "sha256").hex()[:32]
