"""The embedded AWS as we start it: MiniStack keeps each email as it was sent, and polls its schedules often.

Run by path in the environment of MiniStack, with the folder for the emails as its argument. With `--tethered`, it ends
with the process that started it: that process holds the other end of standard input. However it dies, the pipe closes,
and this process group ends itself.
"""

import importlib
import json
import os
import runpy
import signal
import sys
import threading
from pathlib import Path
from typing import Any

_OK = 200


def _follow_starter() -> None:
    while os.read(0, 1):
        pass
    # Lambda workers and Node are in this group too.
    os.killpg(0, signal.SIGTERM)


def _poll_schedules_often() -> None:
    # The default is every ten seconds, and whoever started this waits for a schedule to fire.
    scheduler: Any = importlib.import_module("ministack.services.scheduler")
    if not hasattr(scheduler, "_SCHEDULE_TICK_INTERVAL"):
        raise AttributeError("this MiniStack keeps the interval of its scheduler elsewhere")
    scheduler._SCHEDULE_TICK_INTERVAL = 1  # noqa: SLF001


def _keep_emails(folder: Path) -> None:
    # MiniStack itself keeps the subject and both parts of an email, and forgets its headers and tags.
    ses: Any = importlib.import_module("ministack.services.ses_v2")
    handle = ses.handle_request

    async def handle_and_keep(method: str, path: str, headers: Any, body: bytes, query: Any) -> Any:
        answer = await handle(method, path, headers, body, query)
        if method == "POST" and path.rstrip("/").endswith("/outbound-emails") and answer[0] == _OK:
            message_id = json.loads(answer[2])["MessageId"]
            (folder / f"{message_id}.json").write_bytes(body)
        return answer

    ses.handle_request = handle_and_keep


if __name__ == "__main__":
    _keep_emails(Path(sys.argv[1]))
    _poll_schedules_often()
    if "--tethered" in sys.argv:
        threading.Thread(target=_follow_starter, daemon=True).start()
    del sys.argv[1:]
    runpy.run_module("ministack", run_name="__main__")
