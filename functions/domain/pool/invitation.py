"""The code in a notice's link. It names a notice, a candidate and an end; it holds no personal data.

80 characters: mac 18 | kid 3 | application 16 | cycle 2 | candidate 16 | expires (Unix seconds) 4 | version 1.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.reference import NoticeRef
from functions.domain.pool.key_ring import TokenFormat


@dataclass(frozen=True)
class Invitation:
    """Permission for one candidate, invited by one notice, to open the page and to join until `expires_at`."""

    # The purpose is empty: what is signed for an invitation is longer than what is signed for any other token.
    FORMAT: ClassVar = TokenFormat(purpose=b"", version=1, fields="16sH16sI", mac_bytes=18)

    notice: NoticeRef
    candidate: str
    expires_at: datetime

    def pack(self) -> tuple[bytes, int, bytes, int]:
        application, candidate = bytes.fromhex(self.notice.application), bytes.fromhex(self.candidate)
        return application, self.notice.cycle, candidate, int(self.expires_at.timestamp())

    @classmethod
    def unpack(cls, fields: Sequence[Any]) -> Self:
        application, cycle, candidate, expires = fields
        return cls(NoticeRef(application.hex(), cycle), candidate.hex(), datetime.fromtimestamp(expires, UTC))
