"""`make preview`: every notice in a browser, rendered again when a file is saved."""

from contextlib import suppress

from ops.deploy.company_file import COMPANY_FILE
from ops.deploy.employers import employers
from ops.terminal.failure import Failure
from ops.terminal.paths import LOCAL, shown
from ops.terminal.ports import is_free, usual_or_free
from ops.terminal.progress import say, step
from ops.words.preview.server import serving_folder
from ops.words.preview.watch import Preview
from ops.words.source import TEMPLATES

FOLDER = LOCAL / "preview"
_PORT = 4580


def preview(port: int | None, *, once: bool) -> int:
    """Write the page, then serve and update it until Ctrl-C unless `once`. Return 1 if `once` finds a mistake."""
    if port and not once and not is_free(port):
        raise Failure(f"Port {port} is in use", "choose another one: make preview PORT=4581")
    with step("Rendering every notice"):
        page = Preview(FOLDER, TEMPLATES, COMPANY_FILE, employers)
        mistakes = page.write()
    for mistake in mistakes:
        say(mistake)
    say(f"The page: {shown(FOLDER / 'index.html')}")
    if once:
        return 1 if mistakes else 0
    with suppress(KeyboardInterrupt):
        _serve(page, port)
    say("")
    return 0


def _serve(page: Preview, port: int | None) -> None:
    with serving_folder(FOLDER, port or usual_or_free(_PORT), look_at=page.look_at) as address:
        say(f"The same page, updated when you save a file: {address}\nCtrl-C ends it.")
        page.watch(lambda: True)
