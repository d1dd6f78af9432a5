"""The rate limit that all workers share: each reserves its next sending moments on one item of the table.

Key: name "pace". `next_at` is the first moment that no worker has reserved, in Unix seconds.
"""

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from functions.domain.errors import NoSendSlot
from functions.stores.dynamodb.busy import transient_if_busy
from functions.stores.dynamodb.transactions import MAX_WRITES

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Below 1, so that a thread that wakes late does not bring one email too many into any second.
_HEADROOM = 0.96
# Seconds before its first moment at which a worker claims, so that the claim's own time delays no email.
_LEAD = 0.1
# A worker claims only what it sends this soon: a rescission can stop a notice until it is claimed. One transaction
# claims up to MAX_WRITES.
_CLAIM_AHEAD = timedelta(seconds=2)
_MAX_ATTEMPTS = 5
# Attempts under way at a time: as many as begin while the provider answers the first. If it answers none, these are
# the ones that end in doubt.
_ANSWER_WITHIN, _MIN_UNANSWERED = 0.3, 4
_KEY: Any = {"name": {"S": "pace"}}


class SharedRateLimiter:
    """A limit of `rate` emails a second for all workers that use the same table."""

    def __init__(
        self,
        dynamodb: "DynamoDBClient",
        table: str,
        rate: float,
        now: Callable[[], datetime],
        sleep: Callable[[float], None],
    ) -> None:
        self._dynamodb, self._table, self._now, self._sleep = dynamodb, table, now, sleep
        self._interval = 1 / (rate * _HEADROOM)
        self.max_unanswered = max(_MIN_UNANSWERED, math.ceil(rate * _ANSWER_WITHIN))
        self.max_batch = max(1, min(MAX_WRITES, math.floor(rate * _CLAIM_AHEAD.total_seconds())))

    def reserve(self, count: int, deadline: datetime) -> Callable[[int], None]:
        """Reserve `count` moments, and return shortly before the first one.

        The result waits for the n-th of them, from 0. Raises NoSendSlot where the last one is after `deadline`.
        """
        first_at = self._reserve_span(count * self._interval, deadline.timestamp())
        self._sleep(max(0.0, first_at - _LEAD - self._now().timestamp()))
        delay = 0.0

        def wait(turn: int) -> None:
            # A delay shifts every later moment. A worker that caught up would send two emails at once, and with the
            # emails of the other workers in that second they would exceed the rate.
            nonlocal delay
            remaining = first_at + delay + turn * self._interval - self._now().timestamp()
            delay += max(0.0, -remaining)
            self._sleep(max(0.0, remaining))

        return wait

    def _reserve_span(self, span: float, deadline: float) -> float:
        # DynamoDB applies two workers' updates one after the other, so the second one gets the span after the first.
        # Where the item is idle, `next_at` is in the past and our first condition fails; if another worker reserves
        # before our second write, that condition fails, too, and we try again.
        for _ in range(_MAX_ATTEMPTS):
            now = self._now().timestamp()
            latest = deadline - span
            reserved = {":span": span, ":now": now, ":latest": latest}
            next_at = self._update("next_at = next_at + :span", "next_at BETWEEN :now AND :latest", reserved)
            if next_at is not None:
                return next_at - span
            if now > latest:
                break
            idle = {":next": now + _LEAD + span, ":now": now}
            if self._update("next_at = :next", "attribute_not_exists(next_at) OR next_at < :now", idle) is not None:
                return now + _LEAD
        raise _out_of_time()

    def _update(self, change: str, condition: str, values: dict[str, float]) -> float | None:
        try:
            with transient_if_busy():
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
    """The absence of a limit: sending is possible at any moment until the deadline."""

    max_batch = MAX_WRITES
    # As many as a worker has threads.
    max_unanswered = 50

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def reserve(self, count: int, deadline: datetime) -> Callable[[int], None]:  # noqa: ARG002
        """Reserve without waiting. Raises NoSendSlot after `deadline`."""
        if self._now() > deadline:
            raise _out_of_time()
        return lambda _turn: None


def _out_of_time() -> NoSendSlot:
    return NoSendSlot("no send slot before the invocation's deadline")
