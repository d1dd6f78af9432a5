"""The embedded AWS on a tether: it ends with the process that started it.

Run by path in the environment of MiniStack. The starter holds the other end of standard input: however it dies, the
pipe closes, and this process group ends itself.
"""

import os
import runpy
import signal
import threading


def _follow_starter() -> None:
    while os.read(0, 1):
        pass
    # Lambda workers and Node are in this group too.
    os.killpg(0, signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_follow_starter, daemon=True).start()
    runpy.run_module("ministack", run_name="__main__")
