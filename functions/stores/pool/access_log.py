"""The table of who looked at whom. Lines are only ever added; DynamoDB deletes each at the end of its retention.

Key: log and at. A line is in "employer#<id>#<month>"; `at` is its moment and a random id. Of each person who was shown
it has a short line in "person#<candidate>". A recorded search is the one item in "search#<id>".

`opening` and `reason` are texts that people typed; the keys of people are digests.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import batched
from typing import TYPE_CHECKING, Any

from functions.domain.errors import Transient, Unfinished
from functions.domain.pool.access import SHOWS_PEOPLE, AccessLine, Act, Look, SearchRecord
from functions.stores.dynamodb.attributes import from_item, to_item, to_text
from functions.stores.dynamodb.busy import transient_if_busy
from functions.stores.dynamodb.transactions import MAX_WRITES, write_groups

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from functions.stores.dynamodb.transactions import Write

type Values = dict[str, Any]
# Attributes of a line that the table keeps as they are.
_OF_A_LINE = ("employer", "who", "search", "opening", "criteria", "count", "request_id", "reason")
_OF_A_SEARCH = ("employer", "who", "opening", "criteria", "count", "is_more")


class AccessLog:
    """The log in DynamoDB. `keep` is how long a line remains, `new_id` makes the random part of its key."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str, keep: timedelta, new_id: Callable[[], str]) -> None:
        self._dynamodb, self._table, self._keep, self._new_id = dynamodb, table, keep, new_id

    def record(self, line: AccessLine) -> None:
        """Write a line, and one for each person whom it shows. Raises what AWS raises, or Transient."""
        self._write([self._line(line), *self._looks(line)])

    def record_search(self, search: SearchRecord, line: AccessLine) -> None:
        """Write a search with its first line. Raises what AWS raises, or Transient."""
        values = {name: getattr(search, name) for name in _OF_A_SEARCH}
        self._write([self._put(f"search#{search.id}", search.at, "", values), self._line(line)])

    def search(self, search_id: str) -> SearchRecord | None:
        """Return a recorded search."""
        page = self._query(f"search#{search_id}", Limit=1)
        items = [from_item(item) for item in page["Items"]]
        return _read_search(search_id, items[0]) if items else None

    def lines(self, employer: str, month: str, after: str, limit: int) -> tuple[list[AccessLine], str | None]:
        """Return a page of an employer's lines in a month (2026-11), newest first, and where the next page goes on."""
        log = f"employer#{employer}#{month}"
        start: Any = {"ExclusiveStartKey": to_item({"log": log, "at": after})} if after else {}
        # One more than a page has: a query that ends at its limit does not say whether another line follows.
        answer = self._query(log, ScanIndexForward=False, Limit=limit + 1, **start)
        items = [from_item(item) for item in answer["Items"]]
        page = items[:limit]
        # Long lines end a query before its limit.
        goes_on = len(items) > limit or (page and "LastEvaluatedKey" in answer)
        return [_read_line(item) for item in page], page[-1]["at"] if goes_on else None

    def looks(self, candidate: str) -> Iterator[Look]:
        """Yield each time that a person was shown, oldest first."""
        start: Any = {}
        while start is not None:
            page = self._query(f"person#{candidate}", **start)
            yield from (_read_look(from_item(item)) for item in page["Items"])
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]} if "LastEvaluatedKey" in page else None

    def _line(self, line: AccessLine) -> "Write":
        values = {name: getattr(line, name) for name in _OF_A_LINE}
        values |= {"act": line.act.value, "roles": list(line.roles), "ids": list(line.ids)}
        return self._put(f"employer#{line.employer}#{line.at:%Y-%m}", line.at, f"#{self._new_id()}", values)

    def _looks(self, line: AccessLine) -> Iterator["Write"]:
        values = {"act": line.act.value, "opening": line.opening}
        ids = line.ids if line.act in SHOWS_PEOPLE else ()
        return (self._put(f"person#{candidate}", line.at, f"#{self._new_id()}", values) for candidate in ids)

    def _put(self, log: str, at: datetime, suffix: str, values: Values) -> "Write":
        key = {"log": log, "at": f"{to_text(at)}{suffix}", "expires_at": int((at + self._keep).timestamp())}
        # Nothing that stands in the log is ever replaced.
        condition = {"ConditionExpression": "attribute_not_exists(#log)", "ExpressionAttributeNames": {"#log": "log"}}
        return {"Put": {"TableName": self._table, "Item": to_item(values | key), **condition}}

    def _write(self, writes: "list[Write]") -> None:
        # The line about all of them is in the first transaction: if a later one fails, the log says more than was
        # shown, and never less.
        groups = list(batched(writes, MAX_WRITES, strict=False))
        try:
            are_written = all(write_groups(self._dynamodb, groups))
        except Unfinished as err:
            # How far it came does not matter: nobody is shown.
            raise err.error from err
        if not are_written:
            raise Transient("a line of the access log was there already")

    def _query(self, log: str, **request: Any) -> Any:
        with transient_if_busy():
            return self._dynamodb.query(
                TableName=self._table,
                KeyConditionExpression="#log = :log",
                ExpressionAttributeNames={"#log": "log"},
                ExpressionAttributeValues=to_item({":log": log}),
                ConsistentRead=True,
                **request,
            )


def _read_line(item: Values) -> AccessLine:
    values: Values = {name: item.get(name) for name in _OF_A_LINE}
    lists: Values = {name: tuple(item[name]) for name in ("roles", "ids")}
    return AccessLine(**values, **lists, at=_moment(item), act=Act(item["act"]))


def _read_search(search_id: str, item: Values) -> SearchRecord:
    values: Values = {name: item.get(name) for name in _OF_A_SEARCH}
    return SearchRecord(id=search_id, at=_moment(item), **values)


def _read_look(item: Values) -> Look:
    return Look(_moment(item), Act(item["act"]), item.get("opening"))


def _moment(item: Values) -> datetime:
    return datetime.fromisoformat(item["at"].partition("#")[0])
