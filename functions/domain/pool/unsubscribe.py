"""The token in an unsubscribe link. It names a candidate, and can do nothing but end their opt-in.

It stands in a path, where logs and scanners see it; an invitation's code opens everything, and never does. Layout,
36 bytes, base64url (48 characters, no spare bits): mac 16 | kid 3 | candidate 16 | version 1.
"""

import base64
import hmac
import re
import struct

from functions.domain.pool.invitation import InvitationInvalid, KeyRing

_BODY = struct.Struct(">3s16sB")
_MAC_BYTES = 16
# Not an invitation's, whose keys these are: neither can be made from the other.
_VERSION, _CONTEXT = 2, b"unsubscribe"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{48}")


def sign(candidate: str, keys: KeyRing) -> str:
    """The token that ends this candidate's opt-in, today's or a later one."""
    body = _BODY.pack(keys.kid, bytes.fromhex(candidate), _VERSION)
    return base64.urlsafe_b64encode(_mac(keys.kid, body, keys) + body).decode()


def verify(token: str, keys: KeyRing) -> str:
    """The candidate. Raises InvitationInvalid or UnknownKey."""
    if not _TOKEN.fullmatch(token):
        raise InvitationInvalid
    signed = base64.urlsafe_b64decode(token)
    mac, body = signed[:_MAC_BYTES], signed[_MAC_BYTES:]
    kid, candidate, version = _BODY.unpack(body)
    if not hmac.compare_digest(mac, _mac(kid, body, keys)) or version != _VERSION:
        raise InvitationInvalid
    return bytes.hex(candidate)


def _mac(kid: bytes, body: bytes, keys: KeyRing) -> bytes:
    return keys.mac(kid, _CONTEXT + body)[:_MAC_BYTES]
