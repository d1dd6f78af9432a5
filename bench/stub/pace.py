"""The one item whose conditions are looked at: from which workers reserve their next moments to send.

Knows the two updates of `functions/stores/sending/rate_limiter.py` by the names of their values, and no other.
"""

from collections.abc import Mapping
from decimal import Decimal

from bench.stub.refusal import Refusal


def reserve(next_at: Decimal | None, values: Mapping[str, Decimal]) -> Decimal:
    """`next_at` after the update. Raises Refusal where its condition does not hold."""
    match values:
        case {":span": span, ":now": now, ":latest": latest}:
            if next_at is not None and now <= next_at <= latest:
                return next_at + span
        case {":next": later, ":now": now}:
            if next_at is None or next_at < now:
                return later
        case _:
            raise Refusal("ValidationException", message=f"no update that this stub knows: {sorted(values)}")
    raise Refusal("ConditionalCheckFailedException")
