"""Copies of the talent pool's table: one in AWS, or a file with its items."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from functions.domain.pool.membership import Member
from functions.stores.pool.pool_scan import read_members
from ops.pool.connection import PoolConnection
from ops.terminal.failure import Failure

# Read anew at each call: a copy may be larger than memory.
type Copy = Callable[[], Iterator[Member]]


def open_copy(connection: PoolConnection, file: Path | None, table: str | None) -> Copy | None:
    """Return the copy that a command line names; None where it names none."""
    if table:
        return connection.copy(table).members
    return (lambda: read_members(_items(file))) if file else None


def _items(file: Path) -> Iterator[dict[str, Any]]:
    """Yield the items of what `aws dynamodb scan` prints, or of an export: one item a line."""
    try:
        text = file.read_text("utf-8")
        if isinstance(whole := _whole(text), dict) and "Items" in whole:
            yield from whole["Items"]
            return
        yield from (json.loads(line)["Item"] for line in text.splitlines() if line.strip())
    except OSError as err:
        raise Failure(f"{file}: {err.strerror}", "name a file with the items of a table") from None
    except (ValueError, KeyError, TypeError):
        # What can't be read may be about a person, so nothing is quoted.
        raise Failure(f"{file} has no items of DynamoDB", "the output of aws dynamodb scan, or an export") from None


def _whole(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
