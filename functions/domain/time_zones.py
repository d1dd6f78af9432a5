"""IANA time zones by name, as far as this machine knows them."""

from zoneinfo import ZoneInfo

_LONGEST_NAME = 64
_MOST_PARTS = 3


def find_zone(name: str) -> ZoneInfo | None:
    """The zone of that name, or None where there is none."""
    # The search for a zone goes one call deeper with every part of its name; real ones have three.
    if len(name) > _LONGEST_NAME or name.count("/") >= _MOST_PARTS:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        # Unknown, not a name at all ("../x"), or a folder of zones ("America").
        return None


def zone_of(*names: str | None, fallback: ZoneInfo) -> ZoneInfo:
    """The first of `names` that is a known zone."""
    return next(filter(None, map(find_zone, filter(None, names))), fallback)
