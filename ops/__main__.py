"""The commands of the project, which the Makefile runs: `python -m ops COMMAND`.

A command imports what it needs when it runs, because each make target has an environment of its own.
"""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, override

import click

from ops.console.commands import console
from ops.ledger.commands import ledger
from ops.pool.commands import pool
from ops.terminal.command_line import MakeCommand, typed
from ops.terminal.failure import Misuse
from ops.terminal.ports import read_port
from ops.terminal.progress import say

_PORT = 4566
_IMPORTER = Path(__file__).parent / "deploy" / "artifact.py"


class _Commands(click.Group):
    """All commands, and the one place where an error becomes a message and an exit code."""

    @override
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.exceptions.NoArgsIsHelpError:
            raise
        except click.UsageError as error:
            raise Misuse(error.format_message(), typed(error.ctx or ctx, "--help")) from None
        except subprocess.CalledProcessError as failed:
            ctx.exit(failed.returncode)
        except KeyboardInterrupt:
            ctx.exit(128 + signal.SIGINT)


def _read_port(_ctx: click.Context, _param: click.Parameter, text: str | None) -> int | None:
    return None if text is None else read_port(text)


_port = click.option("--port", callback=_read_port, help="Port of the embedded AWS.")
_params = click.option("--params", default="", help='Template parameters: "Name=value Name=value".')


@click.group(cls=_Commands, subcommand_metavar="COMMAND …")
def commands() -> None:
    """Build, run, deploy and operate Kind Regards."""


@commands.command("up")
@_port
@_params
def _up(port: int | None, params: str) -> None:
    """Deploy to an embedded AWS that stays up until `down`."""
    from ops.deploy import parameters
    from ops.deploy.deployment import show
    from ops.embedded import stack
    from ops.embedded.lookup import browser_hint
    from ops.terminal.paths import OUTPUTS, shown

    outputs = stack.up(port or _PORT, {**parameters.AT_ONCE, **parameters.parse(params)})
    show(outputs)
    say(f"The stack stays up until `make down`. Its outputs are in {shown(OUTPUTS)}. The site: {outputs['SiteUrl']}")
    say('`make outbox` shows the emails. `eval "$(make env)"` makes a shell use this stack, and sets $QUEUE.')
    say(f"The console: {outputs['ConsoleUrl']}. `make console ARGS='invite ADDRESS --role admin --local'` lets you in.")
    say(browser_hint(outputs["SiteUrl"]))


@commands.command("down")
def _down() -> None:
    """End what `up` started."""
    from ops.embedded import stack

    stack.down()


@commands.command("outbox")
@_port
def _outbox(port: int | None) -> None:
    """Show the emails of what `up` or `demo` runs."""
    from ops.outbox.run import show_outbox

    show_outbox(port)


@commands.command("env")
@_port
def _env(port: int | None) -> None:
    """Print the environment variables of what `up` or `demo` runs, for a shell to evaluate."""
    from ops.embedded.lookup import environment_of, require_running

    for line in environment_of(require_running(port)):
        say(line)


@commands.command("demo")
@_port
@click.option("--once", is_flag=True, help="End without waiting for Ctrl-C; fail if an outcome is not as expected.")
def _demo(port: int | None, once: bool) -> None:
    """Publish sample decisions and show what becomes of each."""
    from ops.demo import run

    sys.exit(run.demo(port, once=once))


@commands.command("build")
@click.option("--architecture", type=click.Choice(["arm64", "x86_64"]), default="arm64", show_default=True)
def _build(architecture: str) -> None:
    """Build the functions with SAM CLI."""
    from ops.deploy.build import build
    from ops.terminal.paths import shown

    say(f"Built: {shown(build(architecture))}")


@commands.command("artifact")
def _artifact() -> None:
    """Build, and import the result as Lambda would."""
    from ops.deploy import parameters
    from ops.deploy.build import build, function_folders
    from ops.terminal.paths import tool

    for folder in function_folders(build(parameters.host_architecture())):
        subprocess.run([tool("runtime", "python"), "-I", _IMPORTER, folder], check=True)


@commands.command("deploy")
@_params
@click.option("--sam-args", default="", help="Further options for sam deploy.")
def _deploy(params: str, sam_args: str) -> None:
    """Build, deploy to AWS and publish the site.

    Uses your AWS credentials and Region. SAM CLI shows the changes, and asks.
    """
    from ops.deploy import account, parameters
    from ops.deploy.deployment import show

    show(account.deploy(parameters.parse(params), sam_args.split()))


@commands.command("places")
def _places() -> None:
    """Write the table of places anew, from the packages of requirements/places.txt."""
    from ops.places.run import write_table

    write_table()


@commands.command("check-company")
def _check_company() -> None:
    """Check functions/company.toml."""
    from ops.deploy.company_file import COMPANY_FILE
    from ops.deploy.consent_versions import record_versions
    from ops.deploy.employers import employers
    from ops.deploy.sample_values import sample_values
    from ops.terminal.paths import shown

    found = employers()
    record_versions(found, COMPANY_FILE)
    names = [employer.policy.brand.name for employer in found.every()]
    say(f"{shown(COMPANY_FILE)} is valid: {', '.join(names)}")
    if samples := sample_values(found):
        say("Change these before you deploy it for real candidates:")
        for line in samples:
            say(f"  {line}")


@commands.command("explain", cls=MakeCommand)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--hold", help="An ISO 8601 duration instead of the hold in company.toml, such as PT0S.")
@click.option("--window", help="off, or hours such as 09:00-17:00, instead of the window in company.toml.")
@click.option("--now", help="The moment at which the decision arrives, in ISO 8601 with an offset.")
def _explain(file: Path | None, hold: str | None, window: str | None, now: str | None) -> None:
    """Say when the notice about a decision would go out, and why.

    FILE holds one decision event; without it, the event is read from standard input.
    """
    from ops.explain.run import explain_event

    explain_event(file, hold=hold, window=window, now=now)


@commands.command("lint-words")
def _lint_words() -> None:
    """Check the wording of every notice in every language."""
    from ops.words.lint.run import lint_words

    sys.exit(lint_words())


@commands.command("preview")
@click.option("--port", callback=_read_port, help="Port of the page; otherwise 4580, or any free one.")
@click.option("--once", is_flag=True, help="Write the page and end; fail if a notice can't be shown.")
def _preview(port: int | None, once: bool) -> None:
    """Show every notice in a browser.

    The page is updated when company.toml or a template is saved. After a change of code, start it again.
    """
    from ops.words.preview.run import preview

    sys.exit(preview(port, once=once))


@commands.command("verify-receipt", cls=MakeCommand)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("keys", type=click.Path(path_type=Path))
def _verify_receipt(file: Path, keys: Path) -> None:
    """Check signed consent receipts without a network.

    FILE holds a receipt as the page saves it, or a person's export; KEYS is the site's /.well-known/jwks.json.
    """
    from ops.consents.verify import verify_receipts

    verify_receipts(file, keys)


@commands.command("rotate-receipt-key", cls=MakeCommand)
@click.option("--local", is_flag=True, help="On what `make up` or `make demo` runs.")
def _rotate_receipt_key(local: bool) -> None:
    """Sign consent receipts with a new key. Those before it still verify."""
    from ops.consents.rotate import rotate_receipt_key

    rotate_receipt_key(local=local)


@commands.command("rotate-keys", cls=MakeCommand)
@click.option(
    "--revoke", "revoked", type=int, metavar="NUMBER", help="End the trust in this key, and in all its links."
)
@click.option("--adopt-previous", "adopts_previous", is_flag=True, help="Verify with the previous version's keys too.")
@click.option("--local", is_flag=True, help="On the embedded AWS that `make up` or `make demo` started.")
def _rotate_keys(revoked: int | None, adopts_previous: bool, local: bool) -> None:
    """Sign links with a new key. Those that are in mailboxes stay good for as long as an opt-in may last."""
    from ops.deploy.account import explaining_aws_errors
    from ops.keys.run import rotate_keys

    with explaining_aws_errors("may you read and write the stack's InvitationSecret?"):
        rotate_keys(revoked=revoked, adopts_previous=adopts_previous, local=local)


@commands.command("contracts")
def _contracts() -> None:
    """Write docs/contracts/ from the models."""
    from ops.contracts import write_documents

    write_documents()


commands.add_command(console)
commands.add_command(ledger)
commands.add_command(pool)


def main() -> None:
    """Run the command that the command line names."""
    # A shell that starts this in the background makes it ignore SIGINT, and Ctrl-C would end nothing.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # Without a handler SIGTERM would end Python at once, and the emulator that a command started would stay.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    commands(prog_name="python -m ops")


if __name__ == "__main__":
    main()
