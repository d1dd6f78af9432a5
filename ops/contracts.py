"""The published documents in `docs/contracts/`, made of the models, so that what is promised is what is checked."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from functions.domain.decisions.events import EVENTS
from functions.optin.schema import OptInRequest
from ops.openapi import openapi
from ops.terminal.progress import say

CONTRACTS = Path(__file__).parents[1] / "docs" / "contracts"
_MODELS: dict[str, type[BaseModel]] = {
    **{name.removeprefix("org.kindregards."): model for name, model in EVENTS.items()},
    "opt-in-request": OptInRequest,
}


def schemas() -> dict[str, str]:
    """Return the text of every schema by its file name."""
    return {f"{name}.schema.json": _text(name, model) for name, model in _MODELS.items()}


def documents() -> dict[str, str]:
    """Return the text of every published document by its file name."""
    return {**schemas(), "openapi.json": openapi()}


def _text(name: str, model: type[BaseModel]) -> str:
    head: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:kindregards:contract:{name}",
    }
    return json.dumps(head | model.model_json_schema(), indent=2, ensure_ascii=False) + "\n"


def write_documents() -> None:
    """Write every schema, and the console's OpenAPI document, to `docs/contracts/`."""
    CONTRACTS.mkdir(parents=True, exist_ok=True)
    for name, text in documents().items():
        (CONTRACTS / name).write_text(text, "utf-8")
        say(f"docs/contracts/{name}")
