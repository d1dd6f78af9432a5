"""Clients that a cold start need not wait for."""

from collections.abc import Callable
from threading import Lock
from typing import Any, cast


class LazyClient[Client]:
    def __init__(self, make: Callable[[], Client]) -> None:
        self._make, self._lock = make, Lock()
        self._client: Client | None = None

    def __getattr__(self, name: str) -> Any:
        # Making clients is not thread-safe.
        with self._lock:
            self._client = self._client or self._make()
        return getattr(self._client, name)


def lazy[Client](make: Callable[[], Client]) -> Client:
    """The client that `make` makes, once it is used."""
    return cast(Client, LazyClient(make))
