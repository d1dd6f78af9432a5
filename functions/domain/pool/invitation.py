"""The code in a notice's link. It names a notice, a candidate, an end and its issue; it holds no personal data.

84 characters: mac 18 | kid 3 | application 16 | cycle 2 | candidate 16 | expires (Unix seconds) 4 |
issued (minutes since 2020) 3 | version 1. Version 1, of 80 characters, had no issue.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Self

from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.reference import NoticeRef
from functions.domain.pool.key_ring import TokenFormat

# Three bytes of minutes end in 2051.
_EPOCH, _MINUTE = datetime(2020, 1, 1, tzinfo=UTC), timedelta(minutes=1)


@dataclass(frozen=True)
class Invitation:
    """Permission for one candidate, invited by one notice, to open the page and to join until `expires_at`.

    `issued_at` is the minute in which the code was made; None: long ago, or nobody said when.
    """

    FORMATS: ClassVar[tuple[TokenFormat, ...]] = (
        TokenFormat(purpose=b"invitation", version=2, fields="16sH16sI3s", mac_bytes=18),
        # The purpose is empty: what is signed for an invitation is longer than what is signed for any other token.
        TokenFormat(purpose=b"", version=1, fields="16sH16sI", mac_bytes=18),
    )

    notice: NoticeRef
    candidate: str
    expires_at: datetime
    issued_at: datetime | None = None

    def is_before(self, moment: datetime | None) -> bool:
        """Tell whether the code was made in a minute before that of `moment`: a newer link has replaced it."""
        if moment is None:
            return False
        return self.issued_at is None or self.issued_at < moment.replace(second=0, microsecond=0)

    def pack(self) -> tuple[bytes, int, bytes, int, bytes]:
        application, candidate = bytes.fromhex(self.notice.application), bytes.fromhex(self.candidate)
        minutes = (self.issued_at - _EPOCH) // _MINUTE if self.issued_at else 0
        return application, self.notice.cycle, candidate, int(self.expires_at.timestamp()), minutes.to_bytes(3)

    @classmethod
    def unpack(cls, fields: Sequence[Any]) -> Self:
        application, cycle, candidate, expires, *issued = fields
        minutes = int.from_bytes(issued[0]) if issued else 0
        return cls(
            NoticeRef(application.hex(), cycle),
            candidate.hex(),
            datetime.fromtimestamp(expires, UTC),
            _EPOCH + minutes * _MINUTE if minutes else None,
        )
