"""The token in the link that confirms a new address. It goes to that address alone, and can do nothing else.

64 characters: mac 16 | kid 3 | candidate 16 | request 8 | expires (Unix seconds) 4 | version 1.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from functions.domain.lean_dataclass import dataclass
from functions.domain.pool.key_ring import TokenFormat


@dataclass(frozen=True)
class AddressConfirmation:
    """Permission to move one candidate's profile to the address of one request (`PendingAddress.id`)."""

    FORMATS: ClassVar[tuple[TokenFormat, ...]] = (
        TokenFormat(purpose=b"address", version=1, fields="16s8sI", mac_bytes=16),
    )

    candidate: str
    request: str
    expires_at: datetime

    def pack(self) -> tuple[bytes, bytes, int]:
        return bytes.fromhex(self.candidate), bytes.fromhex(self.request), int(self.expires_at.timestamp())

    @classmethod
    def unpack(cls, fields: Sequence[Any]) -> Self:
        candidate, request, expires = fields
        return cls(candidate.hex(), request.hex(), datetime.fromtimestamp(expires, UTC))
