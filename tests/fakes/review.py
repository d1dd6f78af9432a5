"""Moments in a worker's life: before and after each call of a port, where it may die or somebody may cut in."""

from collections.abc import Callable
from typing import Any, cast


class Crash(BaseException):
    """The worker died here; whatever it had written stays written."""


class _Watched:
    def __init__(self, port: object, passed: Callable[[str], None]) -> None:
        self._port, self._passed = port, passed

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._port, name)
        if not callable(method):
            return method

        def call(*args: Any, **kwargs: Any) -> Any:
            self._passed(f"before {name}")
            result = method(*args, **kwargs)
            self._passed(f"after {name}")
            return result

        return call


def watched[Port](port: Port, passed: Callable[[str], None]) -> Port:
    """The port, telling `passed` of each moment: "before claim", "after claim"."""
    return cast(Port, _Watched(port, passed))
