"""A call as API Gateway's HTTP API hands it over, payload version 2.0."""

import base64
import hmac
from collections.abc import Iterable, Mapping
from typing import Any, Self

from functions.domain.lean_dataclass import dataclass
from functions.runtime.http.accept_language import preferred_languages
from functions.runtime.http.problem import Problem

MAX_BODY_BYTES = 16 * 1024


@dataclass(frozen=True)
class Request:
    """One call, read from its event."""

    event: dict[str, Any]

    @property
    def route(self) -> str:
        """The route that API Gateway chose, such as `GET /api/invitation`, or `$default`."""
        return str(self.event.get("routeKey", "$default"))

    @property
    def method(self) -> str:
        """The method as it was sent, whichever route API Gateway chose."""
        return str(self.event.get("requestContext", {}).get("http", {}).get("method", ""))

    @property
    def path(self) -> str:
        return str(self.event.get("rawPath", ""))

    @property
    def bearer_token(self) -> str | None:
        """The token in `Authorization: Bearer …`."""
        scheme, _, token = self._header("authorization").partition(" ")
        return token.strip() or None if scheme.lower() == "bearer" else None

    @property
    def languages(self) -> tuple[str, ...]:
        """The caller's languages: the query's `language`, then those of `Accept-Language`, the preferred ones first."""
        named = (self.event.get("queryStringParameters") or {}).get("language", "")
        return (str(named), *preferred_languages(self._header("accept-language")))

    def as_route(self, route: str, parameters: dict[str, str]) -> Self:
        """Return this call as API Gateway would have handed it over for that route."""
        return type(self)({**self.event, "routeKey": route, "pathParameters": parameters})

    def path_parameter(self, name: str) -> str:
        """Return the part of the path that the route calls `{name}`, or an empty string."""
        return str((self.event.get("pathParameters") or {}).get(name, ""))

    def query(self, name: str) -> str:
        """Return the value of that name in the query, or an empty string."""
        return str((self.event.get("queryStringParameters") or {}).get(name, ""))

    def accepts(self, media_type: str) -> bool:
        """Return whether the caller's `Accept` names this media type."""
        return media_type in self._header("accept").lower()

    @property
    def caller_address(self) -> str:
        """The network address of the caller: what CloudFront says of its viewer, else who called API Gateway.

        API Gateway adds its own caller, CloudFront or anybody, at the end. Without the origin's secret, the rest may be
        invented.
        """
        *_, viewer = ["", *self._header("x-forwarded-for").split(",")[:-1]]
        return viewer.strip() or str(self.event.get("requestContext", {}).get("http", {}).get("sourceIp", ""))

    @property
    def jwt_claims(self) -> Mapping[str, Any]:
        """The claims of the token that the route's JWT authorizer has verified, as texts; empty where it has none."""
        authorizer = self.event.get("requestContext", {}).get("authorizer") or {}
        return dict((authorizer.get("jwt") or {}).get("claims") or {})

    @property
    def request_id(self) -> str:
        """The id that API Gateway gave the call."""
        return str(self.event.get("requestContext", {}).get("requestId", ""))

    def carries_one_of(self, secrets: Iterable[str]) -> bool:
        """Return whether the call has one of the texts that CloudFront sends with each."""
        sent = self._header("x-origin-secret").encode()
        # In constant time, for the same reason as a token's mac.
        return any(hmac.compare_digest(sent, secret.encode()) for secret in secrets)

    def body(self) -> bytes:
        """Return the JSON that was sent. Raises Problem unsupported-media-type, malformed-json or body-too-large."""
        # Another site's form can't post this media type: its browser would have to ask us first.
        if self._header("content-type").partition(";")[0].strip().lower() != "application/json":
            raise Problem("unsupported-media-type")
        text = self.event.get("body") or ""
        try:
            body = base64.b64decode(text) if self.event.get("isBase64Encoded") else text.encode()
        except ValueError:  # bad base64, or text that is not Unicode
            raise Problem("malformed-json") from None
        if len(body) > MAX_BODY_BYTES:
            raise Problem("body-too-large")
        return body

    def _header(self, name: str) -> str:
        return str((self.event.get("headers") or {}).get(name, ""))
