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
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, ClassVar, Protocol, Self

from functions.domain.lean_dataclass import dataclass


class TokenInvalid(Exception):
    """The token was not made by us for this purpose, or was changed on the way."""


class UnknownKey(TokenInvalid):
    """No key at hand has signed this token; its key may be newer."""


class KeyRevoked(TokenInvalid):
    """We made this token, with a key that was revoked since."""


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
    """The content of a token, as a value that knows its formats.

    The first one is signed; the others are those of links that are in mailboxes. Each has a length of its own.
    """

    FORMATS: ClassVar[tuple[TokenFormat, ...]]

    def pack(self) -> tuple[Any, ...]:
        """Return the fields as the first format has them."""

    @classmethod
    def unpack(cls, fields: Sequence[Any]) -> Self:
        """Return the value of these fields, of any of the formats."""


class KeyRing:
    """Keys under which tokens verify; the first one signs. A key's id is derived from the key.

    Tokens under a revoked key are told apart, and refused. `kid` is the id of the first key.
    """

    def __init__(self, current: str, *older: str, revoked: Iterable[str] = ()) -> None:
        self._revoked = {_kid(secret.encode()) for secret in revoked}
        self._keys = {_kid(secret.encode()): secret.encode() for secret in (current, *older, *revoked)}
        self.kid = _kid(current.encode())

    def sign(self, token: Token) -> str:
        """Return the token as text, in its first format and under the first key."""
        return self._signed(self.kid, token)

    def sign_with_each(self, token: Token) -> Iterator[str]:
        """Yield the token under each key, the first key first: one of them has signed what was sent once."""
        return (self._signed(kid, token) for kid in self._keys)

    def _signed(self, kid: bytes, token: Token) -> str:
        layout = token.FORMATS[0]
        body = layout.body.pack(kid, *token.pack(), layout.version)
        mac = self.mac(kid, layout.purpose + body)[: layout.mac_bytes]
        return base64.urlsafe_b64encode(mac + body).decode()

    def verify[Kind: Token](self, token_type: type[Kind], text: str) -> Kind:
        """Return the token of that type in `text`. Raises TokenInvalid, UnknownKey or KeyRevoked."""
        # Decoding alone would skip foreign characters, and one token would have many spellings.
        layout = next((layout for layout in token_type.FORMATS if layout.pattern.fullmatch(text)), None)
        if layout is None:
            raise TokenInvalid
        signed = base64.urlsafe_b64decode(text)
        mac, body = signed[: layout.mac_bytes], signed[layout.mac_bytes :]
        kid, *fields, version = layout.body.unpack(body)
        expected = self.mac(kid, layout.purpose + body)[: layout.mac_bytes]
        # In constant time: how long a comparison takes must not tell a forger how much of the mac is right.
        if not hmac.compare_digest(mac, expected) or version != layout.version:
            raise TokenInvalid
        if kid in self._revoked:
            raise KeyRevoked
        return token_type.unpack(fields)

    def mac(self, kid: bytes, message: bytes) -> bytes:
        """Return the HMAC-SHA256 under the key with that id. Raises UnknownKey."""
        if kid not in self._keys:
            raise UnknownKey
        return hmac.digest(self._keys[kid], message, "sha256")


def _kid(secret: bytes) -> bytes:
    # Enough to tell the keys apart, and nothing about them.
    return hashlib.sha256(b"kid:" + secret).digest()[:3]
