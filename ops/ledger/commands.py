"""The operator's commands: `make ledger ARGS="COMMAND …"`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from ops.terminal.command_line import MakeGroup, given, require_text
from ops.terminal.progress import say

if TYPE_CHECKING:
    from ops.ledger.connection import Connection

_local = click.option("--local", is_flag=True, help="On the embedded AWS that `make up` or `make demo` started.")
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line, for scripts.")
_REASON = "The reason. It stays in the ledger: no name, no address."
_because = click.option("--because", required=True, callback=require_text, help=_REASON)
_because_unless_dry = click.option("--because", callback=require_text, help=_REASON)
_reference = click.argument("reference", callback=require_text)
_what = click.argument("what", callback=require_text)


@click.group(cls=MakeGroup, subcommand_metavar="COMMAND …")
def ledger() -> None:
    """Review notices, and look up applications.

    The commands use your AWS credentials and Region, or, with --local, the embedded AWS of this machine.
    """


@ledger.command("pending")
@click.option("--all", "everything", is_flag=True, help="Also list what is on its way.")
@_json
@_local
def _pending(everything: bool, as_json: bool, local: bool) -> None:
    """List the notices and letters that need a person."""
    from ops.ledger.show import show_pending

    with _connected(local=local) as connection:
        show_pending(connection, everything=everything, as_json=as_json)


@ledger.command("show")
@click.argument(
    "application", nargs=-1, required=True, callback=require_text, metavar="REFERENCE | SOURCE APPLICATION_ID"
)
@click.option("--reveal", is_flag=True, help="Show the whole email address.")
@_json
@_local
def _show(application: tuple[str, ...], reveal: bool, as_json: bool, local: bool) -> None:
    """Show the whole history of one application."""
    from ops.ledger.show import show_application

    with _connected(local=local) as connection:
        show_application(connection, application, reveal=reveal, as_json=as_json)


@ledger.command("release")
@_what
@click.option("--count", type=int, help="The number of notices held for review, as `pending` shows it.")
@_because_unless_dry
@click.option("--dry-run", is_flag=True, help="Change nothing; only count the notices.")
@_local
def _release(what: str, count: int | None, because: str | None, dry_run: bool, local: bool) -> None:
    """Let notices that are held for review go out.

    WHAT is as `pending` prints it: a burst, a job of a burst, a wording, source, stale, late, or one reference.
    """
    from ops.ledger.held_back import count_releasable, release

    with _connected(local=local) as connection:
        if dry_run:
            count_releasable(connection, what)
        else:
            release(connection, what, given("--count", count), given("--because", because))


@ledger.command("discard")
@_what
@click.option("--count", type=int, help="The number of notices that are not sent yet, as --dry-run shows it.")
@_because_unless_dry
@click.option("--dry-run", is_flag=True, help="Change nothing; only count the notices.")
@_local
def _discard(what: str, count: int | None, because: str | None, dry_run: bool, local: bool) -> None:
    """Rescind notices that are not sent yet.

    Nobody is told. Of a burst, this includes notices that still wait for their schedule.

    WHAT is as `pending` prints it: a burst, a job of a burst, a wording, source, stale, late, or one reference.
    """
    from ops.ledger.held_back import count_discardable, discard

    with _connected(local=local) as connection:
        if dry_run:
            count_discardable(connection, what)
        else:
            discard(connection, what, given("--count", count), given("--because", because))


@ledger.command("hold")
@click.option("--count", type=int, help="The number of notices on their way, as --dry-run shows it.")
@click.option("--dry-run", is_flag=True, help="Change nothing; only count the notices.")
@_local
def _hold(count: int | None, dry_run: bool, local: bool) -> None:
    """Hold whatever is on its way for review.

    Use it after the ledger was restored.
    """
    from ops.ledger.held_back import count_holdable, hold

    with _connected(local=local) as connection:
        if dry_run:
            count_holdable(connection)
        else:
            hold(connection, given("--count", count))


@ledger.command("confirm-sent")
@_reference
@click.option("--count", type=int, help="With restored-due in place of a reference: how many, as `pending` shows it.")
@_because
@_local
def _confirm_sent(reference: str, count: int | None, because: str, local: bool) -> None:
    """Record that SES accepted an email in doubt."""
    from ops.ledger.held_back import confirm_all
    from ops.ledger.resolve import confirm_sent

    with _connected(local=local) as connection:
        say(f"On {connection.where}")
        if count is None:
            confirm_sent(connection, reference, because)
        else:
            confirm_all(connection, reference, count, because)


@ledger.command("resolve")
@_reference
@_because
@_local
def _resolve(reference: str, because: str, local: bool) -> None:
    """Take a notice or letter off the list.

    Use it when it was handled another way. Its state stays.
    """
    from ops.ledger.resolve import resolve

    with _connected(local=local) as connection:
        say(f"On {connection.where}")
        resolve(connection, reference, because)


@ledger.command("send")
@_reference
@_because
@click.option("--yes", is_flag=True, help="Do not ask for the application id.")
@_local
def _send(reference: str, because: str, yes: bool, local: bool) -> None:
    """Try again what was refused or is in doubt.

    Or send a correction that came after the email.
    """
    from ops.ledger.resolve import send

    with _connected(local=local) as connection:
        send(connection, reference, because, None if yes else input)


@ledger.command("outage")
@click.argument("moments", nargs=-1, metavar="[FROM TO]")
@click.option("--then", type=click.Choice(["confirm-sent", "send", "resolve"]), help="What becomes of all of them.")
@click.option("--count", type=int, help="The number of emails, as `outage FROM TO` shows it.")
@click.option("--because", help="The reason. It stays in the ledger: no name, no address.")
@_local
def _outage(moments: tuple[str, ...], then: str | None, count: int | None, because: str | None, local: bool) -> None:
    """List outages of SES, or the emails of one.

    These are in doubt or refused. With --then, decide about all of them at once.

    FROM and TO are as `outage` prints them.
    """
    from ops.ledger.outage import Span, parse_moment, settle, show_outage, show_outages

    if len(moments) not in {0, 2}:
        raise click.UsageError("outage takes no moment, or two: FROM and TO")
    span = Span(*map(parse_moment, moments)) if moments else None
    if then and not span:
        raise click.UsageError("--then takes FROM and TO")
    with _connected(local=local) as connection:
        if not span:
            show_outages(connection)
        elif then:
            settle(connection, span, then, given("--count", count), given("--because", because))
        else:
            show_outage(connection, span)


@ledger.command("reopen")
@click.argument("source")
@click.argument("begins", metavar="FROM")
@click.argument("ends", metavar="TO")
@click.option("--count", type=int, help="The number of closed applications, as --dry-run shows it.")
@click.option("--because", help="The reason. It stays in the ledger: no name, no address.")
@click.option("--dry-run", is_flag=True, help="Change nothing; only count the applications.")
@_local
def _reopen(source: str, begins: str, ends: str, **options: Any) -> None:
    """Reopen what wrong hires and withdrawals closed.

    This covers those of SOURCE between two moments. Rejections that got no email because of them are published again.
    """
    from ops.ledger.outage import Span, parse_moment
    from ops.ledger.reopen import count_closed, reopen

    span = Span(parse_moment(begins), parse_moment(ends))
    with _connected(local=options["local"]) as connection:
        if options["dry_run"]:
            count_closed(connection, source, span)
        else:
            count, because = given("--count", options["count"]), given("--because", options["because"])
            reopen(connection, source, span, count, because)


@ledger.command("redrive")
@click.argument("queue", type=click.Choice(["decisions", "due", "events"]))
@click.option("--dry-run", "--count", "dry_run", is_flag=True, help="Move nothing; only count the messages.")
@click.option("--also-explained", is_flag=True, help="Also move messages that carry a reason.")
@_local
def _redrive(queue: str, dry_run: bool, also_explained: bool, local: bool) -> None:
    """Move messages from a dead-letter queue back to their queue."""
    from ops.ledger.redrive import redrive

    with _connected(local=local) as connection:
        redrive(connection, queue, dry_run=dry_run, also_explained=also_explained)


@ledger.command("erase-messages")
@click.argument("source", callback=require_text)
@click.argument("candidate_id", callback=require_text)
@click.option("--dry-run", is_flag=True, help="Delete nothing; only count the messages.")
@_local
def _erase_messages(source: str, candidate_id: str, dry_run: bool, local: bool) -> None:
    """Delete what the dead-letter queues hold of a person who was erased.

    CANDIDATE_ID is the id that SOURCE has for them. Publish the erasure first.
    """
    from ops.ledger.erase_messages import erase_messages

    with _connected(local=local) as connection:
        erase_messages(connection, source, candidate_id, dry_run=dry_run)


@ledger.command("rekey")
@click.option("--dry-run", is_flag=True, help="Change nothing; only count.")
@_local
def _rekey(dry_run: bool, local: bool) -> None:
    """Put digests of people and addresses under the secret key.

    Once, for a stack that was deployed before they were keyed, and while `notify` is paused. It can be repeated.
    """
    from ops.ledger.rekey import rekey

    with _connected(local=local) as connection:
        rekey(connection, dry_run=dry_run)


@contextmanager
def _connected(*, local: bool) -> Iterator["Connection"]:
    from ops.deploy.account import explaining_aws_errors
    from ops.ledger import connection

    connected = connection.connect(local=local)
    with explaining_aws_errors("may you read and write the ledger and its queues?"):
        yield connected
