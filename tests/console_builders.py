"""What the console's tests start from: a recruiter's token, a call as API Gateway hands it over, a search."""

import base64
import json
from typing import Any
from urllib.parse import urlencode

type Json = dict[str, Any]

ISSUER = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_pool"
ALL_SCOPES = ("pool/search", "pool/export", "pool/audit", "notices/read", "notices/decide")
WHO = "7c0f6a52-0000-4000-8000-1b3f0c9d2e11"
OPENING = "R-1042 Forklift driver"
GUELPH = "5967629"


def claims(*groups: Any, who: str = WHO, scopes: tuple[str, ...] = ALL_SCOPES, **changes: Any) -> Json:
    """The claims of an access token, as Cognito makes it; None leaves one out."""
    usual = {
        "sub": who,
        "iss": ISSUER,
        "client_id": "console",
        "token_use": "access",
        "scope": " ".join(scopes),
        "cognito:groups": list(groups),
        "exp": 1795000000,
        "jti": "token-1",
        **changes,
    }
    return {name: value for name, value in usual.items() if value is not None}


def token(said: Json) -> str:
    """A token with these claims. Its signature is the authorizer's matter, which has verified it by now."""
    parts = ({"alg": "RS256", "kid": "k1"}, said)
    encoded = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
    return ".".join((*encoded, "c2lnbmF0dXJl"))


def as_texts(said: Json) -> dict[str, str]:
    """The claims as the gateway hands them on: texts, and a list in brackets with spaces."""
    return {
        name: f"[{' '.join(map(str, value))}]" if isinstance(value, list) else str(value)
        for name, value in said.items()
    }


def console_event(
    route: str, said: Json | None, body: Json | None = None, *, verified: Json | None = None, **parameters: str
) -> Json:
    """A call. `verified`: the claims that the authorizer hands on, where they are not the token's own.

    `parameters` fill the route's path; the others are the query.
    """
    method, _, path = route.partition(" ")
    in_path = {name: value for name, value in parameters.items() if f"{{{name}}}" in route}
    query = {name: value for name, value in parameters.items() if name not in in_path}
    for name, value in in_path.items():
        path = path.replace(f"{{{name}}}", value)
    headers = {"authorization": f"Bearer {token(said)}"} if said is not None else {}
    if body is not None:
        headers["content-type"] = "application/json"
    verified = verified if verified is not None else said
    authorizer = {"jwt": {"claims": as_texts(verified), "scopes": None}} if verified is not None else None
    return {
        "version": "2.0",
        "routeKey": route,
        "rawPath": path,
        "rawQueryString": urlencode(query),
        "queryStringParameters": query or None,
        "headers": headers,
        "pathParameters": in_path or None,
        "requestContext": {
            "http": {"method": method, "path": path, "sourceIp": "192.0.2.7"},
            "requestId": "r-1",
            **({"authorizer": authorizer} if authorizer else {}),
        },
        "isBase64Encoded": False,
        **({"body": json.dumps(body)} if body is not None else {}),
    }


def search_body(opening: str | None = OPENING, *, exact: bool = False, **criteria: Any) -> Json:
    """A search that asks for nothing but what is named."""
    return {"opening": opening, "criteria": criteria, "exact": exact}
