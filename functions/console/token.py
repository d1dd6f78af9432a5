"""The claims of an access token, as the token itself says them.

API Gateway hands on its claims as texts, and a list as one text, `[a b]`: a group with a space would pass for two. So
the groups are read from the token, whose signature the route's authorizer has verified. That it is this token is seen
by the claims that both have.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from functions.domain import base64url
from functions.runtime.http.problem import Problem

type Claims = Mapping[str, Any]

_REQUIRED = ("sub", "iss")
# Texts in the token, too. Numbers are written otherwise by the gateway.
_COMPARED = (*_REQUIRED, "jti", "client_id", "token_use", "scope")


def read_claims(token: str | None, verified: Claims) -> Claims:
    """Return the claims of an access token. `verified`: those that the authorizer has handed on.

    Raises Problem token-missing, token-invalid or access-token-needed.
    """
    if not token or not verified:
        raise Problem("token-missing")
    claims = _payload(token)
    if not all(isinstance(claims.get(name), str) for name in _REQUIRED):
        raise Problem("token-invalid")
    if any(claims.get(name) != verified.get(name) for name in _COMPARED if name in claims or name in verified):
        raise Problem("token-invalid")
    if claims.get("token_use", "access") != "access":
        raise Problem("access-token-needed")
    return claims


def scopes_of(claims: Claims) -> frozenset[str]:
    """Return the scopes: Cognito says them in `scope`, Entra and Okta in `scp`, as a text or a list."""
    said = claims.get("scope", claims.get("scp", ""))
    return frozenset(said.split()) if isinstance(said, str) else frozenset(_texts_in(said))


def groups_of(claims: Claims, name: str) -> frozenset[str]:
    """Return the groups, each exactly as it is called: a text is one group, and no list of them."""
    said = claims.get(name)
    return frozenset({said}) if isinstance(said, str) else frozenset(_texts_in(said))


def _payload(token: str) -> dict[str, Any]:
    try:
        _, payload, _ = token.split(".")
        claims = json.loads(base64url.decode(payload))
    except ValueError:
        raise Problem("token-invalid") from None
    if not isinstance(claims, dict):
        raise Problem("token-invalid")
    return claims


def _texts_in(said: object) -> Iterable[str]:
    return (one for one in said if isinstance(one, str)) if isinstance(said, list) else ()
