"""API Gateway's HTTP API, payload version 2.0: a request in, an answer out."""

import base64
import json
from dataclasses import dataclass, field
from typing import Any

from functions.optin.problems import Problem

MAX_BODY_BYTES = 16 * 1024
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True)
class Request:
    """A call as API Gateway hands it over."""

    event: dict[str, Any]

    @property
    def route(self) -> str:
        return str(self.event.get("routeKey", "$default"))

    @property
    def path(self) -> str:
        return str(self.event.get("rawPath", ""))

    @property
    def code(self) -> str | None:
        """The invitation's code from `Authorization: Bearer …`."""
        scheme, _, code = self._header("authorization").partition(" ")
        return code.strip() or None if scheme.lower() == "bearer" else None

    @property
    def token(self) -> str:
        """What stands in the place of `{token}` in the route's path."""
        return str((self.event.get("pathParameters") or {}).get("token", ""))

    def takes(self, media_type: str) -> bool:
        """Whether the caller names it among what may be answered."""
        return media_type in self._header("accept").lower()

    def body(self) -> bytes:
        """Raises Problem unsupported-media-type, malformed-json or body-too-large."""
        if self._header("content-type").partition(";")[0].strip().lower() != "application/json":
            raise Problem("unsupported-media-type")
        text = self.event.get("body") or ""
        try:
            body = base64.b64decode(text) if self.event.get("isBase64Encoded") else text.encode()
        except ValueError:  # bad base64, or text that is no Unicode
            raise Problem("malformed-json") from None
        if len(body) > MAX_BODY_BYTES:
            raise Problem("body-too-large")
        return body

    def _header(self, name: str) -> str:
        return str((self.event.get("headers") or {}).get(name, ""))


@dataclass(frozen=True)
class Response:
    """What goes back: JSON, or a text as it is."""

    body: dict[str, Any] | str
    status: int = 200
    media_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, problem: Problem) -> "Response":
        return cls(problem.body(), problem.status, "application/problem+json", problem.headers())

    def as_response(self) -> dict[str, Any]:
        headers = {**_HEADERS, "Content-Type": self.media_type, **self.headers}
        body = self.body if isinstance(self.body, str) else json.dumps(self.body, ensure_ascii=False)
        return {"statusCode": self.status, "headers": headers, "body": body, "isBase64Encoded": False}
