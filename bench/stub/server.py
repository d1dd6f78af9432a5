"""HTTP/1.1 that answers late and never waits: an answer is written when its timer is over. No TLS, no pipelining."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_TARGET = re.compile(rb"\r\nx-amz-target: *(\S+)", re.IGNORECASE)


@dataclass(frozen=True)
class Request:
    """`target` is the service and operation of the JSON protocol, or empty; `at` when all of it was there."""

    path: str
    target: str
    body: bytes
    at: float


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    delay: float = 0

    def encoded(self) -> bytes:
        head = f"HTTP/1.1 {self.status} -\r\ncontent-type: application/json\r\ncontent-length: {len(self.body)}"
        return head.encode() + _END_OF_HEAD + self.body


class Connection(asyncio.Protocol):
    """One connection, kept alive. `answer` is called when a request is there; the answer goes out after its delay."""

    def __init__(self, answer: Callable[[Request], Answer]) -> None:
        self._answer, self._received = answer, b""
        self._loop = asyncio.get_running_loop()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._received += data
        while request := self._next():
            answer = self._answer(request)
            self._loop.call_later(answer.delay, self._transport.write, answer.encoded())

    def _next(self) -> Request | None:
        head, end, rest = self._received.partition(_END_OF_HEAD)
        length = int(found[1]) if (found := _LENGTH.search(head)) else 0
        if not end or len(rest) < length:
            return None
        self._received = rest[length:]
        target = found[1].decode() if (found := _TARGET.search(head)) else ""
        return Request(head.split(b" ", 2)[1].decode(), target, rest[:length], self._loop.time())
