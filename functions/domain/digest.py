"""Keys that stand for what they are made of, without showing it."""

import hashlib
import json
from functools import lru_cache


@lru_cache(maxsize=2048)
def digest(*parts: str) -> str:
    """32 hex digits that stand for `parts`: a key without personal data."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


def member_key(source: str, candidate_id: str) -> str:
    """The candidate's key in the talent pool: the same for every application that `source` reports."""
    return digest("candidate", source, candidate_id)
