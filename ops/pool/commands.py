"""The operator's commands for the talent pool: `make pool ARGS="COMMAND …"`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ops.pool.request import WAYS, SpokenRequest, Way, parse_request
from ops.pool.search.commands import export_people, search_people, show_accesses
from ops.terminal.command_line import MakeGroup, given, require_text

if TYPE_CHECKING:
    from ops.pool.connection import PoolConnection
    from ops.pool.find import Search

_local = click.option("--local", is_flag=True, help="On the embedded AWS that `make up` or `make demo` started.")
_address = click.argument("address", callback=require_text)
_employer = click.option(
    "--employer",
    callback=require_text,
    metavar="ID",
    help="Only with this employer: its id in company.toml, or first.",
)
_everywhere = click.option(
    "--everywhere", is_flag=True, help="Read the whole table: employers of long ago are found, and who has left."
)
_way = click.option("--by", "way", required=True, type=click.Choice(WAYS), help="How the person asked for it.")
_entered_by = click.option(
    "--entered-by", required=True, callback=require_text, metavar="NAME", help="Your name: it stays on record with it."
)
_because = click.option(
    "--because", required=True, callback=require_text, help="The reason. It stays in the ledger: no name, no address."
)


@click.group(cls=MakeGroup, subcommand_metavar="COMMAND …")
def pool() -> None:
    """Search the talent pool, and do in it what a person asks for by phone or email.

    The commands use functions/company.toml as it is here, so run them from what is deployed. They use your AWS
    credentials and Region, or, with --local, the embedded AWS of this machine. They print personal data, and log none.
    """


@pool.command("show")
@_address
@_employer
@_everywhere
@_local
def _show(address: str, employer: str | None, everywhere: bool, local: bool) -> None:
    """Show what the talent pool has about the person at ADDRESS."""
    from ops.pool.find import parse_search
    from ops.pool.show import show

    search = parse_search(address, employer, everywhere=everywhere)
    with _connected(local=local) as connection:
        show(connection, search)


@pool.command("enter")
@click.argument("file", type=click.Path(path_type=Path))
@_employer
@click.option("--yes", is_flag=True, help="Do not ask: the person has read exactly these words, or heard them read.")
@_local
def _enter(file: Path, employer: str | None, yes: bool, local: bool) -> None:
    """Enter a person who joins by phone or email.

    FILE has their answers, in TOML or JSON: see docs/runbook.md. The form's rules hold, and they get a receipt.
    """
    from ops.pool.enter import enter
    from ops.pool.find import parse_employer
    from ops.pool.statement import read_statement

    statement = read_statement(file)
    with _connected(local=local) as connection:
        enter(connection, statement, parse_employer(employer), None if yes else input)


@pool.command("withdraw")
@_address
@_employer
@_everywhere
@_way
@_entered_by
@_local
def _withdraw(address: str, **options: Any) -> None:
    """End every opt-in at ADDRESS, for a person who asks for it. A letter confirms it."""
    from ops.pool.leave import withdraw

    _leave(withdraw, address, **options)


@pool.command("erase")
@_address
@_employer
@_everywhere
@_way
@_entered_by
@_local
def _erase(address: str, **options: Any) -> None:
    """Erase what the talent pool has about the person at ADDRESS. A letter confirms it.

    The ledger is not touched: an erasure there is an event of the ATS.
    """
    from ops.pool.leave import erase

    _leave(erase, address, **options)


@pool.command("link")
@_address
@_employer
@click.option("--revoke", is_flag=True, help="All links from before open nothing any more: one is in other hands.")
@_because
@_local
def _link(address: str, employer: str | None, revoke: bool, because: str, local: bool) -> None:
    """Send the person at ADDRESS a new link to their page."""
    from ops.pool.find import parse_search
    from ops.pool.send_link import send_link

    search = parse_search(address, employer)
    with _connected(local=local) as connection:
        send_link(connection, search, because, revokes=revoke)


@pool.command("agencies")
@click.option("--count", type=int, help="The number of letters, as the command shows it without this.")
@click.option("--because", callback=require_text, help="The reason. It stays in the ledger: no name, no address.")
@_local
def _agencies(count: int | None, because: str | None, local: bool) -> None:
    """Tell people of agencies that they ticked, and that are in company.toml no longer.

    Without --count, it only shows how many. Nobody is told twice of one agency.
    """
    from ops.pool.agencies import show_left, tell_left

    with _connected(local=local) as connection:
        if count is None:
            show_left(connection)
        else:
            tell_left(connection, count, given("--because", because))


@pool.command("restore-check")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--from-table", "table", callback=require_text, metavar="NAME", help="A copy, such as the table before.")
@click.option("--count", type=int, help="The number of profiles, as the command shows it without this.")
@_local
def _restore_check(file: Path | None, table: str | None, count: int | None, local: bool) -> None:
    """Find people who have left, and stand in a restored talent pool again. With --count, end their opt-ins.

    It reads the ledger's letters, the tombstones of the table in use, and of a copy: FILE, as `aws dynamodb scan` or an
    export wrote it, or --from-table.
    """
    from ops.pool.copies import open_copy
    from ops.pool.restore_check import apply_lost, show_lost

    if file and table:
        raise click.UsageError("restore-check takes FILE or --from-table, not both")
    with _connected(local=local) as connection:
        copy = open_copy(connection, file, table)
        if count is None:
            show_lost(connection, copy)
        else:
            apply_lost(connection, copy, count)


@pool.command("index")
@click.option("--dry-run", is_flag=True, help="Only count: change nothing.")
@_local
def _index(dry_run: bool, local: bool) -> None:
    """Make the search index agree with the profiles.

    Profiles from before there was an index are entered, and what is left of nobody is removed. It can be run again, and
    while people join and leave.
    """
    from ops.pool.index import build_index, show_index

    with _connected(local=local) as connection:
        (show_index if dry_run else build_index)(connection)


for command in (search_people, export_people, show_accesses):
    pool.add_command(command)


def _leave(
    leave: Callable[["PoolConnection", "Search", SpokenRequest], None],
    address: str,
    *,
    employer: str | None,
    everywhere: bool,
    way: Way,
    entered_by: str,
    local: bool,
) -> None:
    from ops.pool.find import parse_search

    search, request = parse_search(address, employer, everywhere=everywhere), parse_request(way, entered_by)
    with _connected(local=local) as connection:
        leave(connection, search, request)


@contextmanager
def _connected(*, local: bool) -> Iterator["PoolConnection"]:
    from ops.deploy.account import explaining_aws_errors
    from ops.pool import connection

    connected = connection.connect(local=local)
    with explaining_aws_errors(
        "may you use the tables of pool and ledger, the queue DueNotices, both secrets and the key of receipts?"
    ):
        yield connected
