"""The console's API as OpenAPI 3.1, made of its rules, its bodies' models and its problems."""

import json
import re
from typing import Any

from pydantic import BaseModel

from functions.console.access import RULES, Rule, Scope
from functions.console.decision import DecisionRequest
from functions.console.problems import STATUSES
from functions.console.schema import SearchRequest
from functions.runtime.http.problem import TYPE_PREFIX

type Json = dict[str, Any]

_BODIES: dict[str, type[BaseModel]] = {
    "POST /api/console/searches": SearchRequest,
    "POST /api/console/notices/{reference}/{verb}": DecisionRequest,
    "POST /api/console/notices/held/{verb}": DecisionRequest,
}
_SUMMARIES = {
    "GET /api/console/me": "What the caller may do, and what a search can ask for",
    "GET /api/console/places": "Which places a typed text may be",
    "POST /api/console/searches": "Record a search, and count",
    "GET /api/console/searches/{id}/people": "A page of 25 people, newest first",
    "GET /api/console/searches/{id}/people/{candidate}": "One person, with their address and consent",
    "GET /api/console/searches/{id}/export": "A file with at most 2,000 people",
    "GET /api/console/log": "The access log of a month, newest first",
    "GET /api/console/notices": "What waits for a person",
    "GET /api/console/notices/{reference}": "One application's history, with the words that they were told",
    "POST /api/console/notices/{reference}/{verb}": "Decide about one notice",
    "POST /api/console/notices/held/{verb}": "Decide about all that one thing holds",
}
_OF_EACH_CALL = {
    "employer": "The id of the employer that the call is about, needed by whoever has several.",
    "language": "A BCP 47 tag: the language of choices, labels and problems.",
}
_QUERIES = {
    "GET /api/console/places": {"q": "The place as it was typed."},
    "GET /api/console/searches/{id}/people": {"after": "What `next` of the page before says."},
    "GET /api/console/searches/{id}/export": {
        "format": "csv, the default, or json: JSON Lines.",
        "after": "Where the file before ends, as its `Link` says.",
    },
    "GET /api/console/log": {
        "month": "A month in UTC, such as 2026-11. The current one if it is left out.",
        "after": "What `next` of the page before says.",
    },
}
_FILES = {"text/csv": {"schema": {"type": "string"}}, "application/x-ndjson": {"schema": {"type": "string"}}}


def openapi() -> str:
    """Return the document as text."""
    models = {model.__name__: model.model_json_schema(ref_template=_ref("{model}")) for model in _BODIES.values()}
    inner = {name: part for model in models.values() for name, part in model.pop("$defs", {}).items()}
    paths: dict[str, Json] = {}
    for route, rule in RULES.items():
        method, _, path = route.partition(" ")
        paths.setdefault(path, {})[method.lower()] = _operation(route, rule)
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "Kind Regards: the console's API",
            "version": "0.1.0",
            "description": "Described in console.md, with the shape of each answer.",
        },
        "paths": paths,
        "components": {
            "schemas": {**models, **inner, "Problem": _problem()},
            "securitySchemes": {
                "login": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "An access token of the employer's login; /console/settings.json has its addresses.",
                }
            },
        },
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _operation(route: str, rule: Rule) -> Json:
    roles = ", ".join(sorted(role.value for role in rule.roles))
    body = _BODIES.get(route)
    scopes = [scope.value for scope in Scope if scope in rule.scopes]
    return {
        "summary": _SUMMARIES[route],
        "description": f"Roles: {roles}.",
        "parameters": [*_path_parameters(route), *_query_parameters(route)],
        **({"requestBody": {"required": True, "content": _json(_ref(body.__name__))}} if body else {}),
        # Any one of these scopes is enough.
        "security": [{"login": [scope]} for scope in scopes],
        "responses": {
            ("201" if route.endswith("/searches") else "200"): {
                "description": "See console.md.",
                "content": _FILES
                if route.endswith("/export")
                else {"application/json": {"schema": {"type": "object"}}},
            },
            "default": {
                "description": "A problem",
                "content": {"application/problem+json": {"schema": {"$ref": _ref("Problem")}}},
            },
        },
    }


def _path_parameters(route: str) -> list[Json]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"\{(\w+)\}", route)
    ]


def _query_parameters(route: str) -> list[Json]:
    return [
        {"name": name, "in": "query", "description": description, "schema": {"type": "string"}}
        for name, description in {**_QUERIES.get(route, {}), **_OF_EACH_CALL}.items()
    ]


def _problem() -> Json:
    types = [TYPE_PREFIX + code for code in sorted(STATUSES)]
    text = {"type": "string"}
    error = {"type": "object", "properties": {"pointer": text, "detail": text}}
    return {
        "type": "object",
        "description": "Problem details (RFC 9457).",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {**text, "enum": types},
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
            "errors": {"type": "array", "items": error},
        },
    }


def _json(ref: str) -> Json:
    return {"application/json": {"schema": {"$ref": ref}}}


def _ref(name: str) -> str:
    return f"#/components/schemas/{name}"
