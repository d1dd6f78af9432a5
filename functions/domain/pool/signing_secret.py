"""The secret that holds the signing keys, as text: a JSON object with each key under its number.

`{"1": "…", "2": "…", "since": {"2": "2027-01-04"}, "revoked": ["1"]}`: the highest number signs, and all verify that
are not revoked. `since` has the day of each rotation. A text that is no JSON object is one key, number 1.
"""

import json
from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Any, Self

from functions.domain.lean_dataclass import dataclass
from functions.domain.pool.key_ring import KeyRing


@dataclass(frozen=True)
class SigningSecret:
    """The keys by their numbers, the days since which they sign, and the numbers of those that were revoked."""

    keys: Mapping[int, str] = field(repr=False)
    since: Mapping[int, date] = field(default_factory=dict)
    revoked: frozenset[int] = frozenset()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the secret that `dump` wrote, or that the stack has made."""
        record = _read(text)
        return cls(
            keys={int(name): key for name, key in record.items() if name.isdecimal()},
            since={int(name): date.fromisoformat(day) for name, day in record.get("since", {}).items()},
            revoked=frozenset(map(int, record.get("revoked", ()))),
        )

    def dump(self) -> str:
        """Return the secret as text."""
        keys = {str(number): self.keys[number] for number in sorted(self.keys)}
        since = {str(number): self.since[number].isoformat() for number in sorted(self.since)}
        return json.dumps({**keys, "since": since, "revoked": [str(number) for number in sorted(self.revoked)]})

    @property
    def current(self) -> int:
        """The number of the key that signs."""
        return max(self.keys)

    def ring(self) -> KeyRing:
        """Return the keys at work, the newest first."""
        live = [self.keys[number] for number in sorted(self.keys, reverse=True) if number not in self.revoked]
        return KeyRing(*live, revoked=[self.keys[number] for number in sorted(self.revoked)])


def _read(text: str) -> dict[str, Any]:
    try:
        record = json.loads(text)
    except ValueError:
        record = None
    return record if isinstance(record, dict) else {"1": text}
