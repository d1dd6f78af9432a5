"""What runs side by side on AWS, one after the other and in order, so that every history can be played again."""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from datetime import datetime
from typing import Any

from functions.domain.errors import NoSendSlot
from functions.domain.personal_data import EmailAddress


class OneByOne(Executor):
    """Runs each call at once. A worker that dies in one is dead: nothing comes after."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as err:  # noqa: BLE001
            future.set_exception(err)
        return future


class FakeRateLimiter:
    """Room for everything, unless a test closes it; at max_batch `max_batch` emails at a time."""

    def __init__(self, max_batch: int = 100) -> None:
        self.max_batch, self.is_open, self.max_unanswered = max_batch, True, 50

    def reserve(self, count: int, deadline: datetime) -> Callable[[int], None]:
        if not self.is_open:
            raise NoSendSlot("no send slot before the invocation's deadline")
        return lambda _turn: None


class FakeDoNotContact:
    """The list in memory: cause by address, in small letters."""

    def __init__(self) -> None:
        self.causes: dict[EmailAddress, str] = {}

    def add(self, address: EmailAddress, cause: str, at: datetime) -> None:
        self.causes[_small(address)] = cause

    def among(self, addresses: Iterable[EmailAddress], now: datetime) -> dict[EmailAddress, str]:
        return {address: self.causes[_small(address)] for address in addresses if _small(address) in self.causes}


def _small(address: EmailAddress) -> EmailAddress:
    return EmailAddress(address.reveal().lower())
