"""Stands in front of SES: takes mails and answers, takes them and never does, or takes none and has an outage."""

import base64
import email
import email.policy
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any, override

_HANGS_EVERY, _HANGS_UP_EVERY = 25, 20
# Some wait until the caller has had enough, which takes ten seconds of a test. The others lose the answer sooner.
_HANG_FOR_LONG = 2
# Longer than a worker waits until it stops the others, and no longer than a test needs.
_SILENCE = 4


class Answer(StrEnum):
    """What SES answers. UNRELIABLE: it takes every mail, and some of its answers get lost."""

    UNRELIABLE = "unreliable"
    ACCEPTED = "accepted"
    SERVER_ERROR = "server error"
    NONE = "none"


@dataclass
class SesStub:
    """`taken` is what reached a mailbox, and `missed` what an outage did not take: each mail's notice, in order."""

    url: str = ""
    answer: Answer = Answer.UNRELIABLE
    taken: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    unanswered: int = 0
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    end: threading.Event = field(default_factory=threading.Event)


@contextmanager
def ses_stub() -> Iterator[SesStub]:
    stub = SesStub()
    server = _Server(("127.0.0.1", 0), _handler(stub))
    server.daemon_threads = True
    stub.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stub.end.set()
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    @override
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: workers that are killed hang up."""


def _handler(stub: SesStub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            raw = base64.b64decode(request["Content"]["Raw"]["Data"])
            assert email.message_from_bytes(raw, policy=email.policy.default)["To"]
            (notice,) = [tag["Value"] for tag in request["EmailTags"] if tag["Name"] == "notice"]
            match stub.answer:
                case Answer.SERVER_ERROR:
                    stub.missed.append(notice)
                    self._answer(500, {"message": "try again later"})
                case Answer.NONE:
                    stub.missed.append(notice)
                    self._hang_up_after(_SILENCE)
                case _:
                    self._take(notice)

        def _take(self, notice: str) -> None:
            stub.taken.append(notice)
            number, is_unreliable = next(stub.numbers), stub.answer is Answer.UNRELIABLE
            if is_unreliable and number % _HANGS_EVERY == 0:
                stub.unanswered += 1
                self._hang_up_after(60 if stub.unanswered <= _HANG_FOR_LONG else 1)
            elif is_unreliable and number % _HANGS_UP_EVERY == 0:
                self._hang_up_after(0)
            else:
                self._answer(200, {"MessageId": f"stub-{number}"})

        def _hang_up_after(self, seconds: float) -> None:
            stub.end.wait(seconds)
            self.close_connection = True

        def _answer(self, status: int, values: dict[str, str]) -> None:
            body = json.dumps(values).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    return Handler
