"""One transaction, all or nothing, of a caller who reads again where somebody else was faster."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def transact(dynamodb: "DynamoDBClient", writes: Any) -> bool:
    """Write all of it. Return False where a condition does not hold, or another transaction has one of the items."""
    try:
        dynamodb.transact_write_items(TransactItems=writes)
    except dynamodb.exceptions.TransactionCanceledException as err:
        codes = {reason.get("Code") for reason in err.response["CancellationReasons"]}
        # Another request has changed the record since it was read, or is changing it now: the caller reads again.
        if codes & {"ConditionalCheckFailed", "TransactionConflict"}:
            return False
        raise
    return True
