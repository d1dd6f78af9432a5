"""The commands behind the Makefile: `python -m ops up|down|deploy|build|artifact|demo|check-company`."""

import argparse
import signal
import subprocess
import sys
from pathlib import Path

from functions.runtime.employers_file import EMPLOYERS_FILE
from ops.demo import run
from ops.deploy import account, parameters
from ops.deploy.build import build, function_folders
from ops.deploy.deployment import show
from ops.deploy.employers import employers
from ops.embedded import stack
from ops.terminal.failure import Failure
from ops.terminal.paths import OUTPUTS, shown, tool
from ops.terminal.ports import read_port
from ops.terminal.progress import say

_PORT = 4566
_IMPORTER = Path(__file__).parent / "deploy" / "artifact.py"


def _up(chosen: argparse.Namespace) -> int:
    params = {**parameters.AT_ONCE, **parameters.parse(chosen.params)}
    outputs = stack.up(chosen.port or _PORT, params)
    show(outputs)
    say(f"It stays up until `make down`. The outputs are in {shown(OUTPUTS)}; the page: {outputs['SiteUrl']}")
    return 0


def _down(_: argparse.Namespace) -> int:
    stack.down()
    return 0


def _build(chosen: argparse.Namespace) -> int:
    say(f"Built: {shown(build(chosen.architecture))}")
    return 0


def _artifact(_: argparse.Namespace) -> int:
    built = build(parameters.host_architecture())
    for folder in function_folders(built):
        subprocess.run([tool("runtime", "python"), "-I", _IMPORTER, folder], check=True)
    return 0


def _check_company(_: argparse.Namespace) -> int:
    names = [one.policy.brand.name for one in employers().every()]
    say(f"{shown(EMPLOYERS_FILE)} can be used: {', '.join(names)}")
    return 0


def _deploy(chosen: argparse.Namespace) -> int:
    show(account.deploy(parameters.parse(chosen.params), chosen.sam_args.split()))
    return 0


def _demo(chosen: argparse.Namespace) -> int:
    return run.demo(chosen.port, once=chosen.once)


def _read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m ops", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    port = argparse.ArgumentParser(add_help=False)
    port.add_argument("--port", type=read_port, help="for the embedded AWS")
    params = argparse.ArgumentParser(add_help=False)
    params.add_argument("--params", default="", help='template parameters, "Name=value Name=value"')
    commands.add_parser("up", parents=[port, params]).set_defaults(run=_up)
    commands.add_parser("down").set_defaults(run=_down)
    building = commands.add_parser("build")
    building.add_argument("--architecture", choices=["arm64", "x86_64"], default="arm64")
    building.set_defaults(run=_build)
    commands.add_parser("artifact").set_defaults(run=_artifact)
    commands.add_parser("check-company").set_defaults(run=_check_company)
    deploying = commands.add_parser("deploy", parents=[params])
    deploying.add_argument("--sam-args", default="", help="further options of sam deploy")
    deploying.set_defaults(run=_deploy)
    demo = commands.add_parser("demo", parents=[port])
    demo.add_argument("--once", action="store_true", help="end by itself, and fail if anything is not as expected")
    demo.set_defaults(run=_demo)
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    # A shell that starts this in the background would have it ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # Like Ctrl-C: every block that started something ends it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        chosen = _read(arguments)
        return int(chosen.run(chosen))
    except subprocess.CalledProcessError as failed:
        return failed.returncode
    except Failure as failure:
        print(f"\n{failure.problem}\nRemedy: {failure.remedy}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
