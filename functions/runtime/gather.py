"""The one boundary between the messages of a batch: what goes wrong with one is its own result, and no other's."""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future


def capture[T, R](function: Callable[[T], R], item: T) -> R | Exception:
    """The function's result, or the error that it raised."""
    try:
        return function(item)
    except Exception as err:  # noqa: BLE001
        return err


def capture_each[T, R](function: Callable[[T], R], items: Iterable[T]) -> list[R | Exception]:
    """The same for each item, in order."""
    return [capture(function, item) for item in items]


def gather_concurrently[T, R](pool: Executor, function: Callable[[T], R], items: Iterable[T]) -> list[R | Exception]:
    """The same, side by side."""
    futures = [pool.submit(function, item) for item in items]
    return [capture(Future.result, future) for future in futures]
