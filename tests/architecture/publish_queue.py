"""A queue on this machine whose first answer gets lost."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass
class Queue:
    """What it was sent, and what it says about that."""

    url: str = ""
    checksum: str = ""
    bodies: list[str] = field(default_factory=list)

    def answer(self, body: str) -> tuple[int, dict[str, str]]:
        """Take a message, and return the answer."""
        self.bodies.append(body)
        if len(self.bodies) == 1:
            return 503, {"__type": "ServiceUnavailable"}
        checksum = self.checksum or hashlib.md5(body.encode(), usedforsecurity=False).hexdigest()
        return 200, {"MessageId": "1b4a3c2d", "MD5OfMessageBody": checksum}


@contextmanager
def failing_once(queue: Queue | None = None) -> Iterator[Queue]:
    """Serve a queue as SQS does, in JSON."""
    served = queue or Queue()

    class Handler(BaseHTTPRequestHandler):
        """SQS's SendMessage."""

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, answer = served.answer(request["MessageBody"])
            text = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/x-amz-json-1.0")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
