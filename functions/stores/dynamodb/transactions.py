"""Many conditional writes in as few transactions as possible."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.domain.errors import Unfinished
from functions.stores.dynamodb.busy import PAUSES, is_busy, table_is_busy

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

type Write = Mapping[str, Any]
type Group = Sequence[Write]

# Actions in one transaction.
MAX_WRITES = 100
_CONDITION_FAILED = "ConditionalCheckFailed"
# Over after some milliseconds, or seconds: another worker's write to the same item, a throttled table or index.
_BUSY = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})


def write_groups(
    dynamodb: "DynamoDBClient", groups: Sequence[Group], sleep: Callable[[float], None] = time.sleep
) -> list[bool]:
    """Write each group of which all conditions hold, as a whole, and return for each whether it was written.

    No item may be in two groups. Raises Transient where the table stays busy. Raises Unfinished where an error came
    after some groups were written.
    """
    writing = _Writing(dynamodb, groups, sleep)
    for chunk in _chunks(groups):
        try:
            writing.write(chunk)
        except (ClientError, BotoCoreError) as err:
            writing.error = table_is_busy() if isinstance(err, ClientError) and is_busy(err) else err
        if writing.error and writing.written:
            raise Unfinished(writing.made(), writing.error) from writing.error
        if writing.error:
            raise writing.error
    return [n in writing.written for n in range(len(groups))]


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


@dataclass
class _Writing:
    """The state of one call: the numbers of the groups that were written, and of those whose condition failed."""

    dynamodb: "DynamoDBClient"
    groups: Sequence[Group]
    sleep: Callable[[float], None]
    written: set[int] = field(default_factory=set)
    failed: set[int] = field(default_factory=set)
    error: Exception | None = None

    def made(self) -> list[bool | None]:
        """Return for each group whether it was written; None: not as far as we know."""
        return [True if n in self.written else False if n in self.failed else None for n in range(len(self.groups))]

    def write(self, chunk: Sequence[int]) -> None:
        """Write the groups that can be written."""
        # A transaction is all or nothing, so it is repeated without the groups that made it fail. A group whose
        # condition failed is dropped: another worker has already changed its item. A busy group waits for the next
        # transaction. The SDK sends a token with each transaction, so its own retry of an unanswered one writes
        # nothing twice.
        current, postponed = list(chunk), list[int]()
        for pause in (0.0, *PAUSES):
            self.sleep(pause)
            busy = self._transact(current)
            postponed += [n for n in current if n in busy]
            current = [n for n in current if n not in busy | self.failed | self.written]
            if not current:
                current, postponed = postponed, []
            if not current:
                return
        self.error = table_is_busy()

    def _transact(self, numbers: Sequence[int]) -> set[int]:
        """Write all of these groups, or none. Return those that were busy."""
        items: Any = [write for n in numbers for write in self.groups[n]]
        try:
            self.dynamodb.transact_write_items(TransactItems=items)
        except self.dynamodb.exceptions.TransactionCanceledException as err:
            failed, busy = _cancelled([n for n in numbers for _ in self.groups[n]], err.response)
            if not failed | busy:
                raise
            self.failed |= failed
            return busy
        except ClientError as err:
            if not is_busy(err):
                raise
            return set(numbers)
        self.written |= set(numbers)
        return set()


def _cancelled(owners: Sequence[int], answer: Any) -> tuple[set[int], set[int]]:
    """Return the groups whose condition failed, and those that were busy. `owners` has the group of each write."""
    codes = [reason.get("Code") for reason in answer["CancellationReasons"]]
    failed = {n for n, code in zip(owners, codes, strict=True) if code == _CONDITION_FAILED}
    return failed, {n for n, code in zip(owners, codes, strict=True) if code in _BUSY} - failed
