"""Runs the embedded AWS only as long as the process that started it: run by path, in the environment of MiniStack.

The starter holds the other end of standard input. However it dies, the pipe closes, and this group ends itself.
"""

import os
import runpy
import signal
import threading


def _follow_starter() -> None:
    while os.read(0, 1):
        pass
    # Lambda workers and Node are in this group, too.
    os.killpg(0, signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_follow_starter, daemon=True).start()
    runpy.run_module("ministack", run_name="__main__")
