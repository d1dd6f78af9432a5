"""Clients and adapters that are made at their first use, so that no cold start waits for them."""

from collections.abc import Callable
from threading import Lock
from typing import Any, cast


class LazyClient[Client]:
    def __init__(self, make: Callable[[], Client]) -> None:
        self._make, self._lock = make, Lock()
        self._client: Client | None = None

    def __getattr__(self, name: str) -> Any:
        # Two threads of a batch may be the first: botocore makes clients of one session for one thread at a time.
        with self._lock:
            self._client = self._client or self._make()
        return getattr(self._client, name)


def lazy[Client](make: Callable[[], Client]) -> Client:
    """Return the client that `make` makes at its first use."""
    return cast(Client, LazyClient(make))
