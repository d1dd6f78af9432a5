"""The token in an unsubscribe link. It names a candidate, and can do nothing but end their opt-in.

It stands in a path, where logs and scanners see it; an invitation's code opens everything, and never stands there.
48 characters: mac 16 | kid 3 | candidate 16 | version 1.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from functions.domain.lean_dataclass import dataclass
from functions.domain.pool.key_ring import TokenFormat


@dataclass(frozen=True)
class Unsubscribe:
    """Permission to end this candidate's opt-in, today's or a later one."""

    FORMAT: ClassVar = TokenFormat(purpose=b"unsubscribe", version=2, fields="16s", mac_bytes=16)

    # It has no end: a person may leave for as long as there is something to leave.
    candidate: str

    def pack(self) -> tuple[bytes]:
        return (bytes.fromhex(self.candidate),)

    @classmethod
    def unpack(cls, fields: Sequence[Any]) -> Self:
        (candidate,) = fields
        return cls(candidate.hex())
