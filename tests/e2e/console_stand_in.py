"""The console as it is published, and behind its `/api/console` answers as its contract has them. No stack, no AWS."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ops.deploy.company_file import read_company
from ops.deploy.console_settings import SETTINGS
from ops.deploy.site import build
from ops.deploy.site_check import TYPES
from tests.e2e import console_people as fixtures
from tests.e2e.console_desk import history, log_lines, waiting
from tests.e2e.login_stand_in import LoginServer
from tests.e2e.served_site import Answer, security_headers

type Json = dict[str, Any]

_PAGE_SIZE, _CAP, _LINES = 25, 500, 50
_PROBLEM = "application/problem+json"
ONE_EMPLOYER = [{"id": "first", "name": "Acme Logistics"}]


@dataclass
class Desk:
    """What the API knows and how it answers; a test changes it between two acts."""

    people: int = 3
    unplaced: int = 0
    waiting: int = 12
    roles: list[str] = field(default_factory=lambda: ["admin"])
    employers: list[Json] = field(default_factory=lambda: list(ONE_EMPLOYER))
    unit: str = "km"
    searches: dict[str, Json] = field(default_factory=dict)
    calls: list[tuple[str, str, Json | None]] = field(default_factory=list)
    # Answers in the place of the API's own, by path: a status and a problem.
    refusals: dict[str, tuple[int, Json | None]] = field(default_factory=dict)

    def paths(self) -> list[str]:
        return [f"{method} {target}" for method, target, _ in self.calls]

    def last(self, part: str) -> Json:
        """Return the body of the last call whose path has this part."""
        return next(body for _, target, body in reversed(self.calls) if part in target and body is not None)


class ConsoleServer(ThreadingHTTPServer):
    """Serves the console, its settings and its API, with the headers that CloudFront adds."""

    daemon_threads = True

    def __init__(self, files: Mapping[str, bytes], login: LoginServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files, self.login, self.desk = files, login, Desk()
        login.home = f"{self.url}/console/"
        headers: dict[str, Any] = security_headers("ConsoleHeaders")
        policy, _ = headers["Content-Security-Policy"]["Fn::Sub"]
        self.shields = headers | {"Content-Security-Policy": policy.replace("${Login}", login.url)}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: str) -> Answer:
        url = urlsplit(target)
        if not url.path.startswith("/api/console/"):
            return self._file(url.path)
        path = url.path.removeprefix("/api/console/")
        given = json.loads(body) if body else None
        self.desk.calls.append((method, f"{path}?{url.query}", given))
        if headers.get("authorization", "").removeprefix("Bearer ") not in self.login.codes.tokens:
            return 401, {"Content-Type": "application/json"}, b'{"message": "Unauthorized"}'
        if refusal := next((found for part, found in self.desk.refusals.items() if part in path), None):
            return refusal[0], {"Content-Type": _PROBLEM}, json.dumps(refusal[1]).encode()
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        return _answer(self.desk, method, path, query, given)

    def _file(self, path: str) -> Answer:
        key = path.removeprefix("/") + ("index.html" if path.endswith("/") else "")
        if key == SETTINGS:
            return 200, {"Content-Type": "application/json"}, json.dumps(self.login.settings).encode()
        status, key = (200, key) if key in self.files else (404, "404.html")
        return status, {"Content-Type": TYPES[PurePosixPath(key).suffix]}, self.files[key]


def _answer(desk: Desk, method: str, path: str, query: Mapping[str, str], body: Json | None) -> Answer:
    if path == "me":
        employer = query.get("employer", desk.employers[0]["id"])
        return _json(fixtures.me(desk.roles, employer, desk.employers, desk.unit))
    if path == "places":
        return _json(_places(query["q"]))
    if path == "log":
        return _json(_log(query))
    if path == "notices":
        return _json(waiting(desk.waiting))
    if match := re.fullmatch(r"notices/([^/]+)(?:/([\w-]+))?", path):
        return _json(history(match[1])) if method == "GET" else _decide(desk, match[1], body or {})
    return _of_searches(desk, path, query, body or {})


def _of_searches(desk: Desk, path: str, query: Mapping[str, str], body: Json) -> Answer:
    if path == "searches":
        return _json(_search(desk, body), 201)
    match = re.fullmatch(r"searches/([^/]+)/(people|export)(?:/(\w+))?", path)
    assert match, path
    search = desk.searches[match[1]]
    if not search["opening"]:
        return _problem(409, "opening-needed", "Names are shown for an opening only.")
    if match[3]:
        return _json(fixtures.card(int(match[3], 16)))
    first = int(query.get("after", "0"))
    return _page(desk, search, first) if match[2] == "people" else _export(desk, query["format"], first)


def _search(desk: Desk, body: Json) -> Json:
    number = f"s-{len(desk.searches) + 1}"
    is_more = desk.people > _CAP and not body["exact"]
    found = {
        "id": number,
        "count": _CAP if is_more else desk.people,
        "is_more": is_more,
        "area_unknown": desk.unplaced,
        "criteria": body["criteria"],
        "opening": body["opening"],
        "at": fixtures.NOW.isoformat(),
    }
    desk.searches[number] = found
    return found


def _page(desk: Desk, search: Json, first: int) -> Answer:
    last = min(first + _PAGE_SIZE, desk.people)
    rows = [fixtures.row(number, with_place=bool(search["criteria"]["place"])) for number in range(first, last)]
    following = str(last) if last < desk.people else None
    return _json({"people": rows, "next": following, "count_at_search": search["count"]})


def _export(desk: Desk, form: str, first: int) -> Answer:
    """Answer in parts of two people."""
    last = min(first + 2, desk.people)
    text = fixtures.part(form, first, last, is_complete=last == desk.people)
    headers = {"Content-Type": "text/csv; charset=utf-8" if form == "csv" else "application/x-ndjson"}
    if last < desk.people:
        headers["Link"] = f'<?format={form}&after={last}>; rel="next"'
    return 200, headers, text.encode()


def _places(text: str) -> Json:
    if "cambridge" in text.lower():
        ask = "There are several places with this name. Which one do you mean?"
        return {"verdict": "ambiguous", "places": fixtures.PLACES, "message": ask, "none": "None of these"}
    if "guelph" in text.lower():
        place = {"id": "9", "name": "Guelph", "region": "Ontario", "country": "CA"}
        return {"verdict": "found", "places": [place], "message": "We take this to be:", "none": "Not this"}
    return {"verdict": "unknown", "places": [], "message": "We don’t know this place.", "none": "None of these"}


def _log(query: Mapping[str, str]) -> Json:
    if query["month"] < "2026-01":
        return {"lines": [], "next": None}
    first = int(query.get("after", "0"))
    return {"lines": log_lines(first, first + _LINES), "next": str(first + _LINES) if first < _LINES else None}


def _decide(desk: Desk, path: str, body: Json) -> Answer:
    if path == "held" and body.get("count") != desk.waiting:
        return _problem(409, "wrong-count", f"{desk.waiting} are held for review, not {body.get('count')}.")
    desk.waiting = 0
    return _json({"done": body.get("count", 1), "said": "Released 12; each goes out once it is due"})


def _json(answer: Json, status: int = 200) -> Answer:
    return status, {"Content-Type": "application/json", "Cache-Control": "no-store"}, json.dumps(answer).encode()


def _problem(status: int, name: str, detail: str) -> Answer:
    problem = {"type": f"urn:kindregards:problem:{name}", "title": "Refused", "status": status, "detail": detail}
    return status, {"Content-Type": _PROBLEM}, json.dumps(problem).encode()


class _Handler(BaseHTTPRequestHandler):
    server: ConsoleServer
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def log_message(self, *_parts: Any) -> None:
        """Say nothing: a test fails with what the browser saw."""

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        status, headers, content = self.server.answer(
            self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body
        )
        self.send_response(status)
        for name, value in {**headers, **self.server.shields, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = _answer  # noqa: N815


@cache
def _built() -> dict[str, bytes]:
    return build(read_company())


@contextmanager
def served_console() -> Iterator[ConsoleServer]:
    """Yield the running console, with its identity provider beside it on a port of its own."""
    login = LoginServer()
    server = ConsoleServer(_built(), login)
    for running in (login, server):
        Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        for running in (login, server):
            running.shutdown()
            running.server_close()
