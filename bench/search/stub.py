"""The two tables as a process: answers `Query` and `BatchGetItem` over HTTP, so late as DynamoDB does.

Prints its port, and ends when standard input does. Any other call succeeds and says nothing.
"""

import asyncio
import json
import sys
from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from typing import Any

from bench.search.tables import SearchTables
from bench.stub.server import Answer, Connection, Request
from bench.stub.services import LATENCY

type Json = dict[str, Any]


def answering(tables: SearchTables, delay: float) -> Callable[[Request], Answer]:
    """Return what answers each call."""
    operations: dict[str, Callable[..., Json]] = {"Query": tables.query, "BatchGetItem": tables.batch_get_item}

    # Invented people are dear to make, and DynamoDB has its own already: the same call is answered from memory.
    @cache
    def body(operation: str, asked: bytes) -> bytes:
        call = operations.get(operation)
        return json.dumps(call(**json.loads(asked)) if call else {}).encode()

    return lambda request: Answer(HTTPStatus.OK, body(request.target.rpartition(".")[2], request.body), delay)


async def main(people: int, delay: float) -> None:
    tables, loop = SearchTables(people), asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(answering(tables, delay)), "127.0.0.1", 0, backlog=100)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), LATENCY if sys.argv[2:] == [] else float(sys.argv[2])))
