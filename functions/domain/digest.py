"""Keys without personal data, as digests of what they are made of."""

import hashlib
import json
from functools import lru_cache


@lru_cache(maxsize=2048)
def digest(*parts: str) -> str:
    """Return 32 hex digits for `parts`."""
    # As JSON, so that ("ab", "c") and ("a", "bc") differ.
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def member_key(source: str, candidate_id: str, address: str | None = None) -> str:
    """Return the candidate's key in the talent pool, the same for every application that `source` reports.

    Where several people have the id, the address says whose it is.
    """
    return digest("candidate", source, candidate_id, *([address.lower()] if address else []))
