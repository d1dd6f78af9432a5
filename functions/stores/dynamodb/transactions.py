"""Many conditional writes in as few transactions as possible."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

type Write = Mapping[str, Any]
type Group = Sequence[Write]

# Actions in one transaction.
MAX_WRITES = 100
# A conflict is another worker's write to the same item at the same moment, which is over after a few milliseconds.
_MAX_ROUNDS = 8
_CONDITION_FAILED, _CONFLICT = "ConditionalCheckFailed", "TransactionConflict"


def write_groups(dynamodb: "DynamoDBClient", groups: Sequence[Group]) -> list[bool]:
    """Write each group of which all conditions hold, as a whole, and return for each whether it was written.

    No item may be in two groups.
    """
    written: set[int] = set()
    for chunk in _chunks(groups):
        written |= _write_chunk(dynamodb, {n: groups[n] for n in chunk})
    return [n in written for n in range(len(groups))]


def _chunks(groups: Sequence[Group]) -> Iterator[list[int]]:
    chunk, size = list[int](), 0
    for n, group in enumerate(groups):
        if chunk and size + len(group) > MAX_WRITES:
            yield chunk
            chunk, size = [], 0
        chunk.append(n)
        size += len(group)
    if chunk:
        yield chunk


def _write_chunk(dynamodb: "DynamoDBClient", groups: Mapping[int, Group]) -> set[int]:
    """Write the groups that can be written, and return their numbers."""
    # A transaction is all or nothing, so it is repeated without the groups that made it fail. A group whose condition
    # failed is dropped: another worker has already changed its item. A group in conflict waits for the next
    # transaction: another worker is changing its item at this moment. The SDK sends a token with each transaction, so
    # its own retry of an unanswered one writes nothing twice.
    written, current, postponed = set[int](), list(groups), list[int]()
    for _ in range(_MAX_ROUNDS):
        try:
            if current:
                items: Any = [write for n in current for write in groups[n]]
                dynamodb.transact_write_items(TransactItems=items)
        except dynamodb.exceptions.TransactionCanceledException as err:
            failed, in_conflict = _cancelled([n for n in current for _ in groups[n]], err.response)
            if not failed | in_conflict:
                raise
            postponed += [n for n in current if n in in_conflict]
            current = [n for n in current if n not in failed | in_conflict]
        else:
            written |= set(current)
            current, postponed = postponed, []
            if not current:
                break
    return written


def _cancelled(owners: Sequence[int], answer: Any) -> tuple[set[int], set[int]]:
    """Return the groups whose condition failed, and those in conflict. `owners` has the group of each write."""
    codes = [reason.get("Code") for reason in answer["CancellationReasons"]]
    failed = {n for n, code in zip(owners, codes, strict=True) if code == _CONDITION_FAILED}
    return failed, {n for n, code in zip(owners, codes, strict=True) if code == _CONFLICT} - failed
