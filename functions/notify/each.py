"""The one boundary between the messages of a batch: what goes wrong with one is its own result, and no other's."""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor


def each[T, R](function: Callable[[T], R], items: Iterable[T]) -> list[R | Exception]:
    """The function's result for each item, or the error that it raised, in order."""

    def caught(item: T) -> R | Exception:
        try:
            return function(item)
        except Exception as err:  # noqa: BLE001
            return err

    return [caught(item) for item in items]


def each_beside[T, R](pool: Executor, function: Callable[[T], R], items: Iterable[T]) -> list[R | Exception]:
    """The same, side by side."""
    futures = [pool.submit(function, item) for item in items]
    return [_caught(error) if (error := future.exception()) else future.result() for future in futures]


def _caught(error: BaseException) -> Exception:
    if isinstance(error, Exception):
        return error
    raise error
