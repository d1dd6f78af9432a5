"""An answer of the HTTP API, for API Gateway's payload version 2.0."""

import json
from dataclasses import field
from typing import Any, Self

from functions.domain.lean_dataclass import dataclass
from functions.runtime.http.problem import ProblemDetails

# Each answer is about one person: no cache may keep it, and no browser may guess what it is.
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True)
class Response:
    """An answer: JSON, or a text as it is."""

    body: dict[str, Any] | str
    status: int = 200
    media_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, problem: ProblemDetails, headers: dict[str, str] | None = None, *, realm: str = "invitation") -> Self:
        """Return the problem as JSON, with its own headers and those given. `realm`: what a 401 asks a token for."""
        own = problem.headers(realm)
        return cls(problem.body(), problem.status, "application/problem+json", {**own, **(headers or {})})

    def as_response(self) -> dict[str, Any]:
        """Return what Lambda hands to API Gateway."""
        headers = {**_HEADERS, "Content-Type": self.media_type, **self.headers}
        body = self.body if isinstance(self.body, str) else json.dumps(self.body, ensure_ascii=False)
        return {"statusCode": self.status, "headers": headers, "body": body, "isBase64Encoded": False}
