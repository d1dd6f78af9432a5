"""The signed link in a notice. It names a notice, a candidate and an end; it holds no personal data.

Layout, 60 bytes, base64url without padding (80 characters, no spare bits, so no second spelling):
mac 18 | kid 3 | application 16 | cycle 2 | candidate 16 | expires (Unix seconds) 4 | version 1.
The version comes last so that a link never ends in a character that mail programs cut off.
"""

import base64
import hashlib
import hmac
import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime

from functions.domain.notices.notice import NoticeRef

_BODY = struct.Struct(">3s16sH16sIB")
_MAC_BYTES = 18
_VERSION = 1
_CODE = re.compile(r"[A-Za-z0-9_-]{80}")


class InvitationInvalid(Exception):
    """The code, or the token, was not made by us, or was changed on the way."""


class UnknownKey(InvitationInvalid):
    """No live key has signed this code; it may be newer than the keys at hand."""


@dataclass(frozen=True)
class Invitation:
    """Who may open the page: one candidate, led there by one notice, to join until `expires_at`."""

    notice: NoticeRef
    candidate: str
    expires_at: datetime


class KeyRing:
    """Two live keys: the first signs, both verify. A key's id is derived from the key; `kid` is the first one's."""

    def __init__(self, current: str, previous: str | None = None) -> None:
        secrets = [secret.encode() for secret in (current, previous) if secret]
        self.kid = _kid(secrets[0])
        self._keys = {_kid(secret): secret for secret in secrets}

    def sign(self, invitation: Invitation) -> str:
        body = _BODY.pack(
            self.kid,
            bytes.fromhex(invitation.notice.application),
            invitation.notice.cycle,
            bytes.fromhex(invitation.candidate),
            int(invitation.expires_at.timestamp()),
            _VERSION,
        )
        return base64.urlsafe_b64encode(self.mac(self.kid, body)[:_MAC_BYTES] + body).decode()

    def verify(self, code: str) -> Invitation:
        """The invitation in `code`, expired or not. Raises InvitationInvalid or UnknownKey."""
        if not _CODE.fullmatch(code):
            raise InvitationInvalid
        signed = base64.urlsafe_b64decode(code)
        mac, body = signed[:_MAC_BYTES], signed[_MAC_BYTES:]
        kid, application, cycle, candidate, expires, version = _BODY.unpack(body)
        if not hmac.compare_digest(mac, self.mac(kid, body)[:_MAC_BYTES]) or version != _VERSION:
            raise InvitationInvalid
        notice = NoticeRef(application.hex(), cycle)
        return Invitation(notice, candidate.hex(), datetime.fromtimestamp(expires, UTC))

    def mac(self, kid: bytes, message: bytes) -> bytes:
        """HMAC-SHA256 under the live key with that id. Raises UnknownKey."""
        if kid not in self._keys:
            raise UnknownKey
        return hmac.digest(self._keys[kid], message, "sha256")


def _kid(secret: bytes) -> bytes:
    return hashlib.sha256(b"kid:" + secret).digest()[:3]
