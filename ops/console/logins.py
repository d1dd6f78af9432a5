"""Logins: invited, listed and removed."""

import secrets
from collections.abc import Sequence

from functions.domain.personal_data import EmailAddress
from ops.console.connection import ConsoleConnection
from ops.console.directory import Directory, Login
from ops.console.groups import describe, groups_of
from ops.terminal.failure import Failure
from ops.terminal.progress import say


def parse_address(address: str) -> str:
    """Return the address as it logs in. Raise Failure where it can't be one."""
    try:
        return EmailAddress(address).reveal().lower()
    except ValueError:
        raise Failure("ADDRESS is not an email address", "write it as name@example.com") from None


def invite(
    connection: ConsoleConnection, address: str, roles: Sequence[str], employers: Sequence[str] = ()
) -> str | None:
    """Let a person log in with these roles alone, for these employers. Return the password on the embedded AWS.

    On AWS, Cognito emails the first password, and nobody else sees it. Whoever has not logged in yet gets a new one.
    """
    if connection.local:
        password = make_login(connection, address, roles, employers)
        say(f"Log in at {connection.url} as {address} with the password {password}")
        return password
    directory, groups = connection.directory, groups_of(roles, employers, connection.employers)
    login = directory.find(address)
    _let_in(directory, login, address, groups)
    if login is None:
        say(f"Invited {address} on {connection.where}: {describe(groups)}")
        say("Cognito emails them a first password, valid for seven days")
    elif login.has_logged_in:
        say(f"{address} can log in already on {connection.where}; now: {describe(groups)}")
        say("Who is logged in works with the groups of before for up to 15 minutes")
    else:
        directory.resend(address)
        say(f"Invited {address} again on {connection.where}: {describe(groups)}")
    say(f"The page: {connection.url}")
    return None


def make_login(connection: ConsoleConnection, address: str, roles: Sequence[str], employers: Sequence[str] = ()) -> str:
    """Let a person log in on the embedded AWS. Return a password that works at once."""
    directory, password = connection.directory, _new_password()
    _let_in(directory, directory.find(address), address, groups_of(roles, employers, connection.employers), password)
    directory.set_password(address, password)
    return password


def _let_in(
    directory: Directory, login: Login | None, address: str, groups: Sequence[str], password: str | None = None
) -> None:
    directory.require_groups(groups)
    if login is None:
        directory.create(address, password)
    # Before the email goes out again, so that it never leads to a console where nothing is allowed.
    directory.set_groups(address, groups)


def show_logins(connection: ConsoleConnection) -> None:
    """Print who may log in, and what they may do."""
    logins = sorted(connection.directory.every(), key=lambda login: login.address)
    width = max((len(login.address) for login in logins), default=0)
    for login in logins:
        state = "" if login.is_enabled else "  disabled"
        invited = "" if login.has_logged_in else "  invited, has not logged in yet"
        say(f"  {login.address:<{width}}  {describe(login.groups)}{state}{invited}")
        say(f"  {'':<{width}}  in the access log: {login.id}")
    say(f"{len(logins)} may log in to {connection.url} on {connection.where}")


def remove(connection: ConsoleConnection, address: str) -> None:
    """Take a person's login away. Raise Failure where nobody has this address."""
    login = connection.directory.find(address)
    if login is None:
        raise Failure(f"Nobody logs in with this address on {connection.where}", connection.command("users"))
    connection.directory.remove(address)
    say(f"Removed {address} on {connection.where}. Who is logged in right now stays so for up to 15 minutes")
    say(f"The access log knows them as {login.id}: note it down, because nothing else does from now on")


def _new_password() -> str:
    # With a character of each kind that the user pool asks for.
    return f"{secrets.token_urlsafe(12)}-aA1"
