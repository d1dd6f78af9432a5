"""`make outbox`: the emails of what runs on this machine, on a page, until Ctrl-C."""

import threading
from contextlib import suppress

from ops.embedded.lookup import require_running
from ops.outbox.server import serving_outbox
from ops.terminal.progress import say


def show_outbox(port: int | None) -> None:
    """Serve the outbox of the embedded AWS on this port, or of the one that runs, until Ctrl-C."""
    with serving_outbox(require_running(port), {}) as address, suppress(KeyboardInterrupt):
        say(f"The emails: {address}\nCtrl-C ends this page; the embedded AWS stays up.")
        threading.Event().wait()
