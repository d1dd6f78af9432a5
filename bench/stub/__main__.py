"""The stub as a process: prints its port, and ends when standard input does, however its starter came to its end."""

import asyncio
import sys

from bench.stub.server import Connection
from bench.stub.services import Aws

_WAITING = 1000


async def main() -> None:
    aws, loop = Aws(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(aws.answer), "127.0.0.1", 0, backlog=_WAITING)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
