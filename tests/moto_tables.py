"""Makes moto's transactions cheap: it copies the whole table once for each item that they write, before it writes any.

One copy is as good, and a hundred of them took most of the time of the tests that write many notices.
"""

import copy
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any

from moto.dynamodb import models
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Table

_copies: ContextVar[dict[int, Any] | None] = ContextVar("copies", default=None)
_write = DynamoDBBackend.transact_write_items


def _deepcopy(value: Any, memo: dict[int, Any] | None = None) -> Any:
    copies = _copies.get()
    if copies is None or not isinstance(value, Table):
        return copy.deepcopy(value, memo)
    if id(value) not in copies:
        copies[id(value)] = copy.deepcopy(value, memo)
    return copies[id(value)]


def _transact_write_items(self: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    before = _copies.set({})
    try:
        _write(self, transact_items)
    finally:
        _copies.reset(before)


def copy_tables_once() -> None:
    """Change moto for the rest of the process."""
    models.copy = SimpleNamespace(deepcopy=_deepcopy)  # type: ignore[attr-defined, assignment]
    DynamoDBBackend.transact_write_items = _transact_write_items  # type: ignore[method-assign]
