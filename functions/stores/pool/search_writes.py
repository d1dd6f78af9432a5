"""The writes of the search index, for the transactions that change the profiles it is made of."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from functions.domain.pool.membership import OptIn, Withdrawal
from functions.domain.pool.search.entry import entry_of
from functions.stores.dynamodb.attributes import to_item
from functions.stores.dynamodb.transactions import MAX_WRITES, Write
from functions.stores.pool.search_item import keys_of, write_entries

type Key = tuple[str, str]
type End = tuple[Withdrawal, OptIn]
# Of one that ends: the tombstone, the line among the consents, and the entry at the mailbox.
_OTHER_WRITES = 3


class SearchWrites:
    """The writes, for one table."""

    def __init__(self, table: str) -> None:
        self._table = table

    def enter(self, opt_in: OptIn, left: Iterable[OptIn] = ()) -> tuple[OptIn, list[Write]]:
        """Return the opt-in as it stands in the index from now on, and the writes that bring it there.

        What stands there of `left` goes, and so does all of this person that the index would not have by now.
        """
        items = list(write_entries(entry_of(opt_in)))
        keys = tuple((item["cell"], item["joined"]) for item in items)
        old = {key: None for person in left for key in _keys(person)} | dict.fromkeys(opt_in.indexed)
        puts: list[Write] = [{"Put": {"TableName": self._table, "Item": to_item(item)}} for item in items]
        # A transaction writes an item once.
        return replace(opt_in, indexed=keys), [*puts, *(self._delete(key) for key in old if key not in keys)]

    def remove(self, left: Iterable[OptIn]) -> list[Write]:
        """Return the writes by which these people are in no search any more."""
        return [self._delete(key) for person in left for key in _keys(person)]

    def batches(self, endings: Sequence[End], beside: int) -> Iterator[list[End]]:
        """Yield profiles that end, as many at once as fit in one transaction. `beside`: other writes of each."""
        batch, room = list[End](), MAX_WRITES - beside
        for ending in endings:
            size = _OTHER_WRITES + len(_keys(ending[1]))
            if batch and size > room:
                yield batch
                batch, room = [], MAX_WRITES - beside
            batch.append(ending)
            room -= size
        if batch:
            yield batch

    def _delete(self, key: Key) -> Write:
        cell, joined = key
        return {"Delete": {"TableName": self._table, "Key": to_item({"cell": cell, "joined": joined})}}


def _keys(person: OptIn) -> Collection[Key]:
    # A profile that was written by hand, or by another version, may not know where it stands.
    return dict.fromkeys((*person.indexed, *keys_of(person))).keys()
