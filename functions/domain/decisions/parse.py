"""The parser from a message body to a decision event, or to the reason why it can never be one."""

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from functions.domain.decisions.events import EVENTS, DecisionEvent
from functions.domain.decisions.placeholder_ids import is_placeholder_id
from functions.domain.decisions.rejection import Contract
from functions.domain.errors import Permanent

MAX_EVENT_BYTES = 64 * 1024
_MAX_REASONS = 5


@dataclass(frozen=True)
class ParsedEvent:
    """A decision event, and how many of its fields the contract does not have."""

    event: DecisionEvent
    unknown_fields: int


def parse_event(body: str) -> ParsedEvent:
    """Parse the event in a queue message's body.

    Raises Permanent with code too_large, not_json, not_cloudevent, unknown_type, invalid_event or placeholder_id;
    the detail names fields and rules, never values.
    """
    raw = _parse_envelope(body)
    kind = raw.get("type")
    model = EVENTS.get(kind) if isinstance(kind, str) else None
    if model is None:
        raise Permanent("unknown_type", f"type: should be one of {', '.join(EVENTS)}")
    try:
        # From the text once more: a strict model takes a moment as text only from JSON.
        event = model.model_validate_json(body)
    except ValidationError as err:
        raise Permanent("invalid_event", describe_violations(err)) from None
    _check_ids(event)
    return ParsedEvent(event, _unknown_fields(event, raw))


def _check_ids(event: DecisionEvent) -> None:
    """Raise Permanent where an id stands for none: everybody without one would be taken for one person.

    Only here, and not in the models, so that what the ledger has stays readable when the table grows.
    """
    candidate = getattr(event.data, "candidate", None)
    ids = {
        "data.application_id": getattr(event.data, "application_id", None),
        "data.candidate.id": candidate.id if candidate else None,
    }
    found = [name for name, text in ids.items() if text is not None and is_placeholder_id(text)]
    if found:
        raise Permanent("placeholder_id", "; ".join(f"{name}: a placeholder, and not an id" for name in found))


def describe_violations(err: ValidationError) -> str:
    """Return the first few violations as `field: rule`, without any input value."""
    violations = err.errors(include_url=False, include_context=False, include_input=False)
    reasons = [f"{'.'.join(map(str, v['loc'])) or 'event'}: {v['msg']}" for v in violations[:_MAX_REASONS]]
    more = len(violations) - len(reasons)
    return "; ".join(reasons) + (f"; and {more} more" if more else "")


def _parse_envelope(body: str) -> dict[str, Any]:
    if len(body.encode("utf-8", "surrogatepass")) > MAX_EVENT_BYTES:
        raise Permanent("too_large", f"more than {MAX_EVENT_BYTES} bytes")
    try:
        event = from_json(body.encode())
    except ValueError:
        raise Permanent("not_json", "the message body is not JSON") from None
    if not isinstance(event, dict) or "specversion" not in event:
        raise Permanent("not_cloudevent", "the message body is not a CloudEvents 1.0 object (no specversion)")
    return event


def _unknown_fields(model: Contract, raw: dict[str, Any]) -> int:
    """Count the fields of `raw` that the contract does not have, at any depth. `model` was read from `raw`."""
    values = {name: getattr(model, name) for name in type(model).model_fields}
    nested = sum(_unknown_fields(part, raw[name]) for name, part in values.items() if isinstance(part, Contract))
    return nested + len(raw.keys() - values.keys())
