"""`python -m ops.words.preview`, behind `make preview`: every notice in a browser, rendered anew when a file is saved.

A change of code, which is not words, wants another start.
"""

import argparse
import signal
import sys

from functions.letters.wording import TEMPLATES
from functions.runtime.employers_file import EMPLOYERS_FILE
from ops.deploy.employers import employers
from ops.terminal.failure import Failure
from ops.terminal.paths import LOCAL, shown
from ops.terminal.ports import is_free, read_port
from ops.terminal.progress import say, step
from ops.words.preview.server import serving_folder
from ops.words.preview.watch import Preview

FOLDER = LOCAL / "preview"
_PORT = 4580


def main(arguments: list[str]) -> int:
    chosen = _parser().parse_args(arguments)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with step("Writing every notice"):
            preview = Preview(FOLDER, TEMPLATES, EMPLOYERS_FILE, employers)
            mistakes = preview.write()
        for mistake in mistakes:
            say(mistake)
        say(f"The gallery: {shown(FOLDER / 'index.html')}")
        if chosen.once:
            return 1 if mistakes else 0
        return _serve(preview, chosen.port)
    except Failure as failure:
        print(f"{failure.problem}\nRemedy: {failure.remedy}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("")
        return 0


def _serve(preview: Preview, port: int | None) -> int:
    if port and not is_free(port):
        raise Failure(f"Port {port} is in use", "name another one: make preview PORT=4581")
    with serving_folder(FOLDER, port or (_PORT if is_free(_PORT) else 0)) as address:
        say(f"The same, as you save: {address}\nCtrl-C ends it.")
        preview.watch(lambda: True)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ops.words.preview", description=__doc__)
    parser.add_argument("--port", type=read_port, help="for the page; 4580, or a free one")
    parser.add_argument("--once", action="store_true", help="write it, and end; fails where something can't be shown")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
