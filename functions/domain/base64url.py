"""The encoding base64url without padding (RFC 7515, 2), as tokens and cursors have it."""

import base64


def encode(value: bytes) -> str:
    """Return the bytes as text."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Return the bytes of a text. Raises ValueError where it can't be one."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
