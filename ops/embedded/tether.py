"""The embedded AWS on a tether: it ends with the process that started it.

Run by path in the environment of MiniStack. The starter holds the other end of standard input: however it dies, the
pipe closes, and this process group ends itself.
"""

import importlib
import os
import runpy
import signal
import threading


def _follow_starter() -> None:
    while os.read(0, 1):
        pass
    # Lambda workers and Node are in this group too.
    os.killpg(0, signal.SIGTERM)


def _poll_schedules_often() -> None:
    # The default is every ten seconds, and whoever started this waits for a schedule to fire.
    scheduler = importlib.import_module("ministack.services.scheduler")
    if not hasattr(scheduler, "_SCHEDULE_TICK_INTERVAL"):
        raise AttributeError("this MiniStack keeps the interval of its scheduler elsewhere")
    scheduler._SCHEDULE_TICK_INTERVAL = 1  # type: ignore[attr-defined]  # noqa: SLF001


if __name__ == "__main__":
    _poll_schedules_often()
    threading.Thread(target=_follow_starter, daemon=True).start()
    runpy.run_module("ministack", run_name="__main__")
