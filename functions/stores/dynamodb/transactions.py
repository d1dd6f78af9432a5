"""Many conditional writes in as few calls as can be."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

type Write = Mapping[str, Any]
type Group = Sequence[Write]

# Actions in one transaction.
MAX_WRITES = 100
# A conflict is another writer at the same moment, who is gone a moment later.
_ROUNDS = 8
_LOST, _CONFLICT = "ConditionalCheckFailed", "TransactionConflict"


def write_each(dynamodb: "DynamoDBClient", groups: Sequence[Group]) -> list[bool]:
    """Makes each group of writes whose conditions all hold, whole; says which were made. No item is in two of them."""
    made: set[int] = set()
    for part in _parts(groups):
        made |= _write_part(dynamodb, {n: groups[n] for n in part})
    return [n in made for n in range(len(groups))]


def _parts(groups: Sequence[Group]) -> Iterator[list[int]]:
    part, size = list[int](), 0
    for n, group in enumerate(groups):
        if part and size + len(group) > MAX_WRITES:
            yield part
            part, size = [], 0
        part.append(n)
        size += len(group)
    if part:
        yield part


def _write_part(dynamodb: "DynamoDBClient", groups: Mapping[int, Group]) -> set[int]:
    """A transaction is all or nothing: it is repeated without those that would fail, and those that somebody else is
    writing come in the next. The SDK may repeat an unanswered one safely, as each has a token of its own.
    """
    made, now, later = set[int](), list(groups), list[int]()
    for _ in range(_ROUNDS):
        try:
            if now:
                items: Any = [write for n in now for write in groups[n]]
                dynamodb.transact_write_items(TransactItems=items)
        except dynamodb.exceptions.TransactionCanceledException as err:
            lost, busy = _failed([n for n in now for _ in groups[n]], err.response)
            if not lost | busy:
                raise
            later += [n for n in now if n in busy]
            now = [n for n in now if n not in lost | busy]
        else:
            made |= set(now)
            now, later = later, []
            if not now:
                break
    return made


def _failed(owners: Sequence[int], answer: Any) -> tuple[set[int], set[int]]:
    """Which groups would fail, and which somebody else is writing."""
    codes = [reason.get("Code") for reason in answer["CancellationReasons"]]
    lost = {n for n, code in zip(owners, codes, strict=True) if code == _LOST}
    return lost, {n for n, code in zip(owners, codes, strict=True) if code == _CONFLICT} - lost
