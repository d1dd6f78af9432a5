"""The operator's commands for the console's logins: `make console ARGS="COMMAND …"`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from ops.console.groups import ROLES
from ops.terminal.command_line import MakeGroup, require_text

if TYPE_CHECKING:
    from ops.console.connection import ConsoleConnection

_local = click.option("--local", is_flag=True, help="On the embedded AWS that `make up` or `make demo` started.")
_address = click.argument("address", callback=require_text)


@click.group(cls=MakeGroup, subcommand_metavar="COMMAND …")
def console() -> None:
    """Say who may log in to the console, and what they may do there.

    The commands use your AWS credentials and Region, or, with --local, the embedded AWS of this machine. With an
    identity provider of your own (JwtIssuer), it decides who may log in, and these commands do nothing but say so.
    """


@console.command("invite")
@_address
@click.option(
    "--role", "roles", required=True, multiple=True, type=click.Choice(ROLES), help="What they may do; also several."
)
@click.option(
    "--employer",
    "employers",
    multiple=True,
    callback=require_text,
    metavar="ID",
    help="Whose people they see: its id in company.toml, or first; also several.",
)
@_local
def _invite(address: str, roles: tuple[str, ...], employers: tuple[str, ...], local: bool) -> None:
    """Let the person at ADDRESS log in, with these roles alone. Cognito emails them a first password.

    With --local, a password that works at once is printed instead. For somebody who can log in already, it changes what
    they may do; for somebody who has not yet, it sends the email again.
    """
    from ops.console.logins import invite, parse_address

    parsed = parse_address(address)
    with _connected(local=local) as connection:
        invite(connection, parsed, roles, employers)


@console.command("users")
@_local
def _users(local: bool) -> None:
    """List who may log in, and what they may do."""
    from ops.console.logins import show_logins

    with _connected(local=local) as connection:
        show_logins(connection)


@console.command("remove")
@_address
@_local
def _remove(address: str, local: bool) -> None:
    """Take the login of the person at ADDRESS away.

    If they have lost their authenticator, remove and invite them: they then set up another one.
    """
    from ops.console.logins import parse_address, remove

    parsed = parse_address(address)
    with _connected(local=local) as connection:
        remove(connection, parsed)


@contextmanager
def _connected(*, local: bool) -> Iterator["ConsoleConnection"]:
    from ops.console import connection
    from ops.deploy.account import explaining_aws_errors

    connected = connection.connect(local=local)
    with explaining_aws_errors("may you administer the users and groups of the stack's user pool?"):
        yield connected
