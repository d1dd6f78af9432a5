"""`python -m ops.ledger waiting | show | release | drop | told | send | done | redrive`, behind `make ledger`."""

import argparse
import sys

from ops.deploy.account import in_words
from ops.ledger import held_back as holding_back
from ops.ledger import redrive as redriving
from ops.ledger import resolve as deciding
from ops.ledger import show as looking
from ops.ledger.connection import Desk, sit_down
from ops.terminal.failure import Failure
from ops.terminal.progress import say


def main(arguments: list[str]) -> int:
    chosen = _parser().parse_args(arguments)
    try:
        desk = sit_down(local=chosen.local)
        with in_words("may you read and write the ledger and its queues?"):
            _act(desk, chosen)
    except Failure as failure:
        print(f"{failure.problem}\nRemedy: {failure.remedy}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _act(desk: Desk, chosen: argparse.Namespace) -> None:
    match chosen.verb:
        case "waiting":
            looking.show_waiting(desk, everything=chosen.all, as_json=chosen.json)
        case "show":
            looking.show_application(desk, chosen.named, reveal=chosen.reveal, as_json=chosen.json)
        case "redrive":
            redriving.redrive(desk, chosen.queue, only_count=chosen.count, explained_too=chosen.also_explained)
        case "release":
            holding_back.release(desk, chosen.what, chosen.count, chosen.because)
        case "drop":
            holding_back.drop(desk, chosen.what, chosen.count, chosen.because)
        case "told":
            say(f"On {desk.where}")
            deciding.told(desk, chosen.reference, chosen.because)
        case "done":
            say(f"On {desk.where}")
            deciding.done(desk, chosen.reference, chosen.because)
        case "send":
            deciding.send(desk, chosen.reference, chosen.because, None if chosen.yes else input)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m ops.ledger", description=__doc__)
    anywhere = argparse.ArgumentParser(add_help=False)
    anywhere.add_argument("--local", action="store_true", help="the embedded AWS that `make up` started")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    waiting = verbs.add_parser("waiting", parents=[anywhere], help="what waits for a person")
    waiting.add_argument("--all", action="store_true", help="also what is on its way")
    show = verbs.add_parser("show", parents=[anywhere], help="the history of one application")
    show.add_argument("named", nargs="+", metavar="REFERENCE | SOURCE APPLICATION_ID")
    show.add_argument("--reveal", action="store_true", help="with the whole address")
    for verb in (waiting, show):
        verb.add_argument("--json", action="store_true", help="a JSON object a line, for scripts")
    for name, purpose in (
        ("told", "in doubt, and SES did take it"),
        ("send", "in doubt or refused: one more attempt"),
        ("done", "somebody has seen to it another way"),
    ):
        verb = verbs.add_parser(name, parents=[anywhere], help=purpose)
        verb.add_argument("reference")
        verb.add_argument("--because", required=True, help="goes into the ledger's history")
        if name == "send":
            verb.add_argument("--yes", action="store_true", help="without asking")
    for name, purpose in (
        ("release", "what was held back goes out"),
        ("drop", "what was held back, or not sent yet, is taken back"),
    ):
        verb = verbs.add_parser(name, parents=[anywhere], help=purpose)
        verb.add_argument(
            "what", metavar="WHAT", help="as `waiting` prints it: a burst, a job of it, stale, or a reference"
        )
        verb.add_argument("--count", type=int, required=True, help="how many notices that is, typed in full")
        verb.add_argument("--because", required=True, help="goes into the ledger's history")
    redrive = verbs.add_parser("redrive", parents=[anywhere], help="from a dead-letter queue back to its queue")
    redrive.add_argument("queue", choices=sorted(redriving.QUEUES))
    redrive.add_argument("--count", action="store_true", help="only look")
    redrive.add_argument("--also-explained", action="store_true", help="also what was set aside with a reason")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
