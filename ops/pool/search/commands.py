"""The commands of a search: `make pool ARGS="search …"`, `export` and `log`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from ops.pool.search.filters import filter_options
from ops.terminal.command_line import MakeCommand, given, require_text

if TYPE_CHECKING:
    from ops.pool.search.connection import SearchConnection
    from ops.pool.search.export import Format

_local = click.option("--local", is_flag=True, help="On the embedded AWS that `make up` or `make demo` started.")


@click.command("search", cls=MakeCommand)
@filter_options
@click.option("--count-only", is_flag=True, help="Show nobody, also where there is an opening.")
@click.option("--all", "everybody", is_flag=True, help="Do not ask before each next page.")
@_local
def search_people(count_only: bool, everybody: bool, local: bool, **options: Any) -> None:
    """Search the talent pool: how many people there are, and, for an opening, who.

    All filters hold at once, and the output says what each one means. Ids are those of functions/company.toml: a wrong
    one is answered with those that there are. Every count and every page goes into the access log, with the ARN of your
    credentials.
    """
    from ops.pool.search.question import parse_question
    from ops.pool.search.search import search

    question = parse_question(**options)
    with _connected(local=local) as connection:
        search(connection, question, count_only=count_only, ask=None if everybody else input)


@click.command("export", cls=MakeCommand)
@filter_options
@click.option("--format", "format_", type=click.Choice(("csv", "json")), default="csv", show_default=True)
@click.option("--to", "path", required=True, type=click.Path(path_type=Path), metavar="FILE", help="A new file.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
@_local
def export_people(format_: str, path: Path, force: bool, local: bool, **options: Any) -> None:
    """Write the people whom a search finds into a file, with their addresses.

    It needs --opening. The filters are those of `search`. csv is for a spreadsheet; json has a line for each person.
    """
    from ops.pool.search.export import export
    from ops.pool.search.question import parse_question

    question = parse_question(**options)
    given("--opening", question.opening)
    with _connected(local=local) as connection:
        export(connection, question, cast("Format", format_), path, force=force)


@click.command("log", cls=MakeCommand)
@click.option("--month", callback=require_text, metavar="MONTH", help="Such as 2026-11; without it, this month.")
@click.option(
    "--employer",
    callback=require_text,
    metavar="ID",
    help="Whose log: an id in company.toml, also one of before, or first. Needed where there are several.",
)
@click.option("--of-nobody", is_flag=True, help="The refused calls of people whose groups name no employer.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON each, with the keys of the people shown.")
@_local
def show_accesses(month: str | None, employer: str | None, of_nobody: bool, as_json: bool, local: bool) -> None:
    """Show who looked at whom in the talent pool, or decided about notices, newest first."""
    from ops.pool.search.log import show_log

    if employer and of_nobody:
        raise click.UsageError("--employer and --of-nobody name different logs: give one of them")
    with _connected(local=local) as connection:
        show_log(connection, month, employer, as_json=as_json, of_nobody=of_nobody)


@contextmanager
def _connected(*, local: bool) -> Iterator["SearchConnection"]:
    from functions.domain.errors import Transient
    from ops.deploy.account import explaining_aws_errors
    from ops.pool.search import connection
    from ops.terminal.failure import Failure

    connected = connection.connect(local=local)
    may = "may you read the tables of pool and index and the secret DigestKey, and write the access log?"
    with explaining_aws_errors(may):
        try:
            yield connected
        except Transient:
            raise Failure("A table is busy at this moment", "run the command again in a minute") from None
