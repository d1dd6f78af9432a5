"""Results and errors of many calls, like `asyncio.gather(return_exceptions=True)`.

This is the one boundary between the messages of a batch: an error of one is its own result, and no other's.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future


def capture[T, R](function: Callable[[T], R], item: T) -> R | Exception:
    """Return the function's result, or the error that it raised."""
    try:
        return function(item)
    except Exception as err:  # noqa: BLE001
        return err


def capture_each[T, R](function: Callable[[T], R], items: Iterable[T]) -> list[R | Exception]:
    """Capture the result for each item, in order."""
    return [capture(function, item) for item in items]


def gather_concurrently[T, R](
    executor: Executor, function: Callable[[T], R], items: Iterable[T]
) -> list[R | Exception]:
    """Capture the result for each item, in order; the calls run concurrently."""
    futures = [executor.submit(function, item) for item in items]
    return [capture(_result, future) for future in futures]


def _result[R](future: Future[R]) -> R:
    return future.result()
