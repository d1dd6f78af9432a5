"""The signed tokens in our links: one codec for every purpose, under keys that rotate.

Layout, base64url: mac | kid 3 | the purpose's own fields | version 1. The total is a multiple of three bytes, so that
there is neither padding nor a spare bit, and thus no second spelling. The version comes last so that a link never ends
in a character that email programs cut off.
"""

import base64
import hashlib
import hmac
import re
import struct
from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar, Protocol, Self

from functions.domain.lean_dataclass import dataclass


class TokenInvalid(Exception):
    """The token was not made by us for this purpose, or was changed on the way."""


class UnknownKey(TokenInvalid):
    """No live key has signed this token; its key may be newer than the keys at hand."""


@dataclass(frozen=True)
class TokenFormat:
    """The bytes of one kind of token. `fields` are the fields in the notation of `struct`.

    `purpose` is signed but not sent: it keeps a token from passing as one of another kind under the same keys.
    """

    purpose: bytes
    version: int
    fields: str
    mac_bytes: int

    def __post_init__(self) -> None:
        if (self.mac_bytes + self.body.size) % 3:
            raise ValueError("a token is a multiple of three bytes")

    @cached_property
    def body(self) -> struct.Struct:
        return struct.Struct(f">3s{self.fields}B")

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The only spelling that a token of this kind can have."""
        return re.compile(rf"[A-Za-z0-9_-]{{{(self.mac_bytes + self.body.size) * 4 // 3}}}")


class Token(Protocol):
    """The content of a token, as a value that knows its format."""

    FORMAT: ClassVar[TokenFormat]

    def pack(self) -> tuple[Any, ...]:
        """Return the fields as FORMAT has them."""

    @classmethod
    def unpack(cls, fields: Sequence[Any]) -> Self:
        """Return the value of these fields."""


class KeyRing:
    """Two live keys: the first signs, both verify. A key's id is derived from the key; `kid` is the first one's."""

    def __init__(self, current: str, previous: str | None = None) -> None:
        secrets = [secret.encode() for secret in (current, previous) if secret]
        self.kid = _kid(secrets[0])
        self._keys = {_kid(secret): secret for secret in secrets}

    def sign(self, token: Token) -> str:
        """Return the token as text, signed with the first key."""
        layout = token.FORMAT
        body = layout.body.pack(self.kid, *token.pack(), layout.version)
        mac = self.mac(self.kid, layout.purpose + body)[: layout.mac_bytes]
        return base64.urlsafe_b64encode(mac + body).decode()

    def verify[Kind: Token](self, token_type: type[Kind], text: str) -> Kind:
        """Return the token of that type in `text`. Raises TokenInvalid or UnknownKey."""
        layout = token_type.FORMAT
        # Decoding alone would skip foreign characters, and one token would have many spellings.
        if not layout.pattern.fullmatch(text):
            raise TokenInvalid
        signed = base64.urlsafe_b64decode(text)
        mac, body = signed[: layout.mac_bytes], signed[layout.mac_bytes :]
        kid, *fields, version = layout.body.unpack(body)
        expected = self.mac(kid, layout.purpose + body)[: layout.mac_bytes]
        # In constant time: how long a comparison takes must not tell a forger how much of the mac is right.
        if not hmac.compare_digest(mac, expected) or version != layout.version:
            raise TokenInvalid
        return token_type.unpack(fields)

    def mac(self, kid: bytes, message: bytes) -> bytes:
        """Return the HMAC-SHA256 under the live key with that id. Raises UnknownKey."""
        if kid not in self._keys:
            raise UnknownKey
        return hmac.digest(self._keys[kid], message, "sha256")


def _kid(secret: bytes) -> bytes:
    # Enough to tell the live keys apart, and nothing about them.
    return hashlib.sha256(b"kid:" + secret).digest()[:3]
