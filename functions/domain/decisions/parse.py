"""The parser from a message body to a decision event, or to the reason why it can never be one."""

import re
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from functions.domain.decisions.adjustments import SUBSTITUTE, Adjustment, AdjustmentKind, adjustments_of
from functions.domain.decisions.events import EVENTS, DecisionEvent, Rejected
from functions.domain.decisions.placeholder_ids import names_no_application, names_nobody
from functions.domain.decisions.rejection import Contract
from functions.domain.errors import Permanent
from functions.domain.lean_dataclass import dataclass

MAX_EVENT_BYTES = 64 * 1024
_MAX_REASONS = 5
_BYTE_ORDER_MARK = "\ufeff"
# Escapes in JSON: a backslash, a surrogate pair, or half of one, where a text was cut.
_ESCAPE = re.compile(r"(\\\\|\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2})|\\ud[89a-f][0-9a-f]{2}", re.IGNORECASE)
_SUBSTITUTE = f"\\u{ord(SUBSTITUTE):04x}"


@dataclass(frozen=True)
class ParsedEvent:
    """A decision event, how many of its fields the contract does not have, and what was adjusted in the others."""

    event: DecisionEvent
    unknown_fields: int
    adjustments: tuple[Adjustment, ...] = ()


def parse_event(body: str) -> ParsedEvent:
    """Parse the event in a queue message's body.

    Raises Permanent with code too_large, not_json, not_cloudevent, unknown_type, invalid_event or placeholder_id;
    the detail names fields and rules, never values.
    """
    if len(body.encode("utf-8", "surrogatepass")) > MAX_EVENT_BYTES:
        raise Permanent("too_large", f"more than {MAX_EVENT_BYTES} bytes")
    text, raw = _parse_json(body.removeprefix(_BYTE_ORDER_MARK))
    _check_envelope(raw)
    kind = raw.get("type")
    model = EVENTS.get(kind) if isinstance(kind, str) else None
    if model is None:
        raise Permanent("unknown_type", f"type: should be one of {', '.join(EVENTS)}")
    try:
        # From the text once more: a strict model takes a moment as text only from JSON.
        event = model.model_validate_json(text)
    except ValidationError as err:
        raise Permanent("invalid_event", describe_violations(err)) from None
    _check_ids(event)
    adjustments = adjustments_of(event.data, raw["data"]) if isinstance(event, Rejected) else ()
    if text is not body:
        adjustments = (Adjustment("the message body", AdjustmentKind.TEXT_REPAIRED), *adjustments)
    return ParsedEvent(event, _unknown_fields(event, raw), adjustments)


def _check_ids(event: DecisionEvent) -> None:
    """Raise Permanent where an id stands for none: everybody without one would be taken for one person.

    Only here, and not in the models, so that what the ledger has stays readable when the table grows.
    """
    candidate, application = getattr(event.data, "candidate", None), getattr(event.data, "application_id", None)
    found = list[str]()
    if application is not None and names_no_application(application):
        found.append("data.application_id")
    if candidate and names_nobody(candidate.id):
        found.append("data.candidate.id")
    if found:
        raise Permanent("placeholder_id", "; ".join(f"{name}: a placeholder, and not an id" for name in found))


def describe_violations(err: ValidationError) -> str:
    """Return the first few violations as `field: rule`, without any input value."""
    violations = err.errors(include_url=False, include_context=False, include_input=False)
    reasons = [f"{'.'.join(map(str, v['loc'])) or 'event'}: {v['msg']}" for v in violations[:_MAX_REASONS]]
    more = len(violations) - len(reasons)
    return "; ".join(reasons) + (f"; and {more} more" if more else "")


def _parse_json(text: str) -> tuple[str, Any]:
    """Return the JSON value, and the text that it was read from: without half characters, where it has some."""
    try:
        return text, from_json(text.encode())
    except ValueError:
        # A field that may have none, such as an id, is then dead-lettered by its name.
        repaired = _ESCAPE.sub(lambda escape: escape[1] or _SUBSTITUTE, text)
    try:
        return repaired, from_json(repaired.encode())
    except ValueError:
        raise Permanent("not_json", "the message body is not JSON") from None


def _check_envelope(event: Any) -> None:
    if isinstance(event, dict) and "specversion" in event:
        return
    detail = "the message body is not a CloudEvents 1.0 object (no specversion)"
    match event:
        case {"Type": "Notification", "Message": _}:
            detail += ": it is SNS's envelope; turn on raw message delivery for the subscription"
        case {"detail-type": _, "detail": _}:
            detail += ": it is EventBridge's envelope; give the rule's target the input path $.detail"
        case str():
            detail += ": it is a text; the event was written as JSON twice"
        case list():
            detail += ": it is a list; send one message for each event"
    raise Permanent("not_cloudevent", detail)


def _unknown_fields(model: Contract, raw: dict[str, Any]) -> int:
    """Count the fields of `raw` that the contract does not have, at any depth. `model` was read from `raw`."""
    nested = sum(_unknown_fields(part, raw[name]) for name, part in vars(model).items() if isinstance(part, Contract))
    return nested + len(raw.keys() - type(model).__pydantic_fields__.keys())
