"""Keys without personal data, as digests of what they are made of."""

import hashlib
import hmac
from functools import lru_cache
from json.encoder import encode_basestring_ascii


@lru_cache(maxsize=2048)
def digest(*parts: str) -> str:
    """Return 32 hex digits for `parts`."""
    # As `json.dumps` writes them, in a third of its time: so that ("ab", "c") and ("a", "bc") differ.
    listed = f"[{', '.join(map(encode_basestring_ascii, parts))}]"
    return hashlib.sha256(listed.encode()).hexdigest()[:32]


def keyed_digest(secret: str, plain: str) -> str:
    """Return 32 hex digits for a digest, which nobody without the secret can compute from a guessed address.

    Made of the digest and not of its parts: what is stored can be put under a key without knowing whose it is.
    """
    # A process has one secret: it is prepared once, and each digest begins with a copy.
    mac = _prepared(secret).copy()
    mac.update(plain.encode())
    return mac.hexdigest()[:32]


@lru_cache(maxsize=4)
def _prepared(secret: str) -> hmac.HMAC:
    return hmac.new(secret.encode(), digestmod="sha256")
