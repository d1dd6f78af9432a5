"""The endpoints of an OpenID Connect provider, as it publishes them."""

import json
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from ops.terminal.failure import Failure

_DOCUMENT = "/.well-known/openid-configuration"
_TIMEOUT = 10

type Fetch = Callable[[str], bytes]


@dataclass(frozen=True)
class Endpoints:
    """Where a page sends people to log in, fetches its token, and sends them to log out."""

    authorize: str
    token: str
    end_session: str | None = None


def fetch(url: str) -> bytes:
    """Return what stands at the address."""
    with urllib.request.urlopen(url, timeout=_TIMEOUT) as answer:  # noqa: S310
        return bytes(answer.read())


def discover(issuer: str, fetch: Fetch = fetch) -> Endpoints:
    """Return the endpoints of this issuer. Raise Failure where it does not publish them as it has to."""
    place = issuer.rstrip("/") + _DOCUMENT
    try:
        document = json.loads(fetch(place))
    except (OSError, HTTPException, ValueError):
        raise Failure(f"{place} can't be read", "is JwtIssuer right, and is the network up? Then make deploy") from None
    found = _Document(document if isinstance(document, dict) else {}, place)
    if found.text("issuer") != issuer:
        # API Gateway compares tokens with JwtIssuer letter for letter.
        raise Failure(f"{place} names another issuer than JwtIssuer", f"JwtIssuer={found.text('issuer')}")
    end_session = found.url("end_session_endpoint") if "end_session_endpoint" in found.values else None
    endpoints = Endpoints(found.url("authorization_endpoint"), found.url("token_endpoint"), end_session)
    if urlsplit(endpoints.token).netloc != urlsplit(issuer).netloc:
        # The headers of the page, which the template makes, let it call the issuer's host and no other.
        raise Failure(f"The token endpoint of {issuer} is on another host", "use a user pool, with the provider in it")
    return endpoints


@dataclass(frozen=True)
class _Document:
    values: dict[str, Any]
    place: str

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if not isinstance(value, str) or not value:
            raise Failure(f"{self.place} has no {name}", "is JwtIssuer an OpenID Connect issuer?")
        return value

    def url(self, name: str) -> str:
        value = self.text(name)
        if not value.startswith("https://"):
            raise Failure(f"{self.place}: {name} is not https", "is JwtIssuer an OpenID Connect issuer?")
        return value
