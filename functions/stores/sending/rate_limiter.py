"""One pace for all workers: each reserves its next moments to send on one item of the table that they share.

Key: name "pace". `next_at` is the first moment that nobody has reserved, in Unix seconds.
"""

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from functions.domain.errors import Transient
from functions.stores.dynamodb.transactions import MAX_WRITES

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# A thread that wakes late must not bring one mail too many into any two seconds.
_HEADROOM = 0.96
# Seconds before its first moment at which a worker claims, so that the claim's own time makes no mail late.
_LEAD = 0.1
# Claimed only when the turn is near, so that what is rescinded until then is not sent; one write takes a hundred.
_NEAR = timedelta(seconds=2)
_TRIES = 5
_KEY: Any = {"name": {"S": "pace"}}


class SharedRateLimiter:
    """At most `rate` mails a second for everybody who uses the same table."""

    def __init__(
        self,
        dynamodb: "DynamoDBClient",
        table: str,
        rate: float,
        now: Callable[[], datetime],
        sleep: Callable[[float], None],
    ) -> None:
        self._dynamodb, self._table, self._now, self._sleep = dynamodb, table, now, sleep
        self._gap = 1 / (rate * _HEADROOM)
        self.max_batch = max(1, min(MAX_WRITES, math.floor(rate * _NEAR.total_seconds())))

    def reserve(self, count: int, deadline: datetime) -> Callable[[int], None]:
        """Waits for the n-th of `count` moments, from 0. Raises Transient where the last is after `deadline`.

        Returns when the first is near.
        """
        begins = self._begin(count * self._gap, deadline.timestamp())
        self._sleep(max(0.0, begins - _LEAD - self._now().timestamp()))
        late = 0.0

        def wait(turn: int) -> None:
            # Who is late stays so: two mails at once would be one too many for somebody's second.
            nonlocal late
            left = begins + late + turn * self._gap - self._now().timestamp()
            late += max(0.0, -left)
            self._sleep(max(0.0, left))

        return wait

    def _begin(self, span: float, deadline: float) -> float:
        for _ in range(_TRIES):
            now = self._now().timestamp()
            latest = deadline - span
            behind = {":span": span, ":now": now, ":latest": latest}
            found = self._update("next_at = next_at + :span", "next_at BETWEEN :now AND :latest", behind)
            if found is not None:
                return found - span
            if now > latest:
                break
            first = {":next": now + _LEAD + span, ":now": now}
            if self._update("next_at = :next", "attribute_not_exists(next_at) OR next_at < :now", first) is not None:
                return now + _LEAD
        raise _out_of_time()

    def _update(self, change: str, condition: str, values: dict[str, float]) -> float | None:
        try:
            answer = self._dynamodb.update_item(
                TableName=self._table,
                Key=_KEY,
                UpdateExpression=f"SET {change}",
                ConditionExpression=condition,
                ExpressionAttributeValues={name: {"N": f"{value:.6f}"} for name, value in values.items()},
                ReturnValues="UPDATED_NEW",
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return None
        return float(cast(Any, answer)["Attributes"]["next_at"]["N"])


class Unlimited:
    """No limit of our own, until the deadline."""

    max_batch = MAX_WRITES

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def reserve(self, count: int, deadline: datetime) -> Callable[[int], None]:  # noqa: ARG002
        """Nothing to wait for. Raises Transient after `deadline`."""
        if self._now() > deadline:
            raise _out_of_time()
        return lambda _turn: None


def _out_of_time() -> Transient:
    return Transient("no room to send before the time is over", after=timedelta(minutes=1))
