"""DynamoDB's errors that pass: another writer has the item at this moment, or the table or its index is throttled."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import ClientError

from functions.domain.errors import Transient

# The SDK repeats throttled calls by itself, some times; it does not repeat what met a transaction.
_ERRORS = frozenset(
    {"TransactionConflictException", "TransactionInProgressException", "ReplicatedWriteConflictException"}
    | {"ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingError"}
)
# Seconds between rounds of one call: a conflict is over after milliseconds, a throttled key after a second or two.
PAUSES = (0.0, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64)


def is_busy(error: ClientError) -> bool:
    """Return whether the same call may succeed in a moment."""
    return error.response.get("Error", {}).get("Code") in _ERRORS


def table_is_busy() -> Transient:
    """Return the error of a call that was repeated in vain."""
    return Transient("the table is busy")


@contextmanager
def transient_if_busy() -> Iterator[None]:
    """Raise Transient where the table is busy: the message returns in seconds, and nobody is called to look."""
    try:
        yield
    except ClientError as err:
        if is_busy(err):
            raise table_is_busy() from err
        raise
