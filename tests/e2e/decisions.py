"""Events as an ATS would publish them."""

import itertools
import json
from datetime import UTC, datetime, timedelta
from typing import Any

SOURCE = "/ats/example/acme"
_numbers = itertools.count(1)


def rejected(application_id: str, email: str, *, decided_at: datetime | None = None, **data: Any) -> str:
    """A rejection that is due at once, with keywords over the fields of `data`."""
    decided_at = decided_at or datetime.now(UTC) - timedelta(minutes=1)
    candidate = {"id": f"C-{application_id}", "email": email, "given_name": "Sam"} | data.pop("candidate", {})
    required = {
        "application_id": application_id,
        "decided_at": decided_at.isoformat(),
        "stage": "interviewed",
        "reason": "position_filled",
        "candidate": candidate,
        "job": {"id": f"J-{application_id}", "title": "Warehouse Associate", "location": "Guelph, ON"},
    }
    return _event("org.kindregards.candidate.rejected.v1", required | data)


def rescinded(application_id: str, rescinded_at: datetime | None = None) -> str:
    moment = rescinded_at or datetime.now(UTC)
    data = {"application_id": application_id, "rescinded_at": moment.isoformat()}
    return _event("org.kindregards.candidate.rejection_rescinded.v1", data)


def ended(kind: str, **data: Any) -> str:
    """`kind`: hired, withdrew or erased."""
    return _event(f"org.kindregards.candidate.{kind}.v1", data)


def _event(kind: str, data: dict[str, Any]) -> str:
    head = {"specversion": "1.0", "id": f"e-{next(_numbers)}", "source": SOURCE, "type": kind}
    return json.dumps({**head, "time": datetime.now(UTC).isoformat(), "data": data})
