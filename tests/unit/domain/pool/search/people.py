"""People in the index, for the tests of the search. Every part can be overridden."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from functions.domain.pool.search.entry import SearchEntry
from functions.domain.pool.search.visible import Use

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
GUELPH, TORONTO = (43.55, -80.26), (43.65, -79.38)
USE = Use("")


def place(point: tuple[float, float]) -> dict[str, Any]:
    return {"id": "x", "name": "X", "region": None, "country": "CA", "lat": point[0], "lon": point[1]}


def entry(**changes: Any) -> SearchEntry:
    """Somebody who has answered the required questions, and no other."""
    somebody = SearchEntry(
        candidate="c" * 32,
        employer="",
        joined_at=NOW - timedelta(days=30),
        role_families=frozenset({"warehouse"}),
        language="en",
        channel="email",
        expires_at=NOW + timedelta(days=300),
        revision=1,
    )
    return replace(somebody, **changes)
