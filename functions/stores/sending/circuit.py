"""The circuit breaker that all workers share, on one item of the table.

Key: name "circuit". `failures`, `probes` and `probe_at` are as in the domain; the item is empty while all is well.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from functions.domain.notices.circuit import MAX_FAILURES, Circuit, next_probe
from functions.stores.dynamodb.attributes import from_item, to_item, to_moment, to_text
from functions.stores.dynamodb.batch_get import batch_get
from functions.stores.dynamodb.busy import transient_if_busy

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KEY = {"name": "circuit"}


class CircuitStore:
    """The circuit in DynamoDB. Every call raises Transient where the table is busy."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str) -> None:
        self._dynamodb, self._table = dynamodb, table

    def read(self) -> Circuit:
        """Return the circuit as it is now."""
        # Consistent: another worker may have opened it a moment ago.
        items = list(batch_get(self._dynamodb, self._table, [to_item(_KEY)], consistent=True))
        return _read(items[0]) if items else Circuit()

    def record_failures(self, count: int, at: datetime) -> Circuit:
        """Count attempts that were not accepted, and open the circuit where they are too many in a row."""
        answer = self._update("ADD failures :count", {":count": count})
        circuit = _read(answer or {})
        if circuit.failures < MAX_FAILURES or circuit.is_open:
            return circuit
        return self.open(at)

    def open(self, at: datetime) -> Circuit:
        """Open the circuit. It stays as it is where another worker has opened it."""
        values = {":probe": to_text(next_probe(0, at))}
        answer = self._update("SET probe_at = :probe", values, "attribute_not_exists(probe_at)")
        return self.read() if answer is None else _read(answer)

    def take_probe(self, seen: Circuit, at: datetime) -> bool:
        """Take the one probe that is due. False: another worker has taken it, or the circuit has been closed."""
        # Two workers may see the same probe: the condition lets one of them have it.
        values = {":next": to_text(next_probe(seen.probes + 1, at)), ":one": 1, ":seen": to_text(seen.probe_at)}
        return self._update("SET probe_at = :next ADD probes :one", values, "probe_at = :seen") is not None

    def close(self) -> None:
        """Close the circuit, and forget its failures."""
        self._update("REMOVE failures, probes, probe_at")

    def _update(
        self, change: str, values: dict[str, Any] | None = None, condition: str | None = None
    ) -> dict[str, Any] | None:
        """Return the item afterwards. None: the condition did not hold."""
        given: Any = {"ExpressionAttributeValues": to_item(values)} if values else {}
        if condition:
            given["ConditionExpression"] = condition
        try:
            with transient_if_busy():
                answer = self._dynamodb.update_item(
                    TableName=self._table,
                    Key=to_item(_KEY),
                    UpdateExpression=change,
                    ReturnValues="ALL_NEW",
                    **given,
                )
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return None
        return from_item(answer.get("Attributes", {}))


def _read(item: dict[str, Any]) -> Circuit:
    return Circuit(item.get("failures", 0), item.get("probes", 0), to_moment(item.get("probe_at")))
