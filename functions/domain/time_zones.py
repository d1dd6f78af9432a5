"""IANA time zones by name."""

from functools import lru_cache
from zoneinfo import ZoneInfo

_MAX_NAME_LENGTH = 64
_MAX_PARTS = 3


# A source names a handful of zones in thousands of decisions, and an unknown name costs a look at the disk.
@lru_cache(maxsize=256)
def find_zone(name: str) -> ZoneInfo | None:
    """Return the zone of that name, or None where there is none."""
    # ZoneInfo recurses once for each part of a name, so a long one would exhaust the stack; real names have three.
    if len(name) > _MAX_NAME_LENGTH or name.count("/") >= _MAX_PARTS:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # Unknown, no name at all ("../x"), or a folder of zones ("America").
        return None
