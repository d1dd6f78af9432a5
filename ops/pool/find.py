"""A person's profiles: those at their address, with every employer, also with one that has left company.toml."""

from dataclasses import dataclass

from functions.domain.employers.employers import FIRST
from functions.domain.personal_data import EmailAddress
from functions.domain.pool.membership import Member, OptIn, Standing, Withdrawal, standing
from ops.pool.connection import PoolConnection
from ops.terminal.failure import Failure


@dataclass(frozen=True)
class Search:
    """A search for a person's profiles.

    `employer`: with this one alone. `everywhere`: by reading the whole table, which also finds whoever has left, and
    the people of an employer that no file of this checkout names.
    """

    email: EmailAddress
    employer: str | None = None
    everywhere: bool = False


def parse_search(address: str, employer: str | None, *, everywhere: bool = False) -> Search:
    """Return what a command line asks for. Raise Failure where the address can't be one."""
    try:
        email = EmailAddress(address)
    except ValueError:
        # The error quotes nothing, and neither does this: a terminal's output is copied into tickets.
        raise Failure("ADDRESS is not an email address", "write it as name@example.com") from None
    return Search(email, parse_employer(employer), everywhere)


def parse_employer(employer: str | None) -> str | None:
    """Return the employer's id."""
    return "" if employer == FIRST else employer


def find_members(connection: PoolConnection, search: Search) -> list[Member]:
    """Return the profiles at the address, expired ones too. Raise Failure where there is none."""
    found = _everywhere(connection, search) if search.everywhere else _at_mailboxes(connection, search)
    if not found:
        remedy = "check the address; --everywhere also finds who has left, and employers of long ago"
        if search.everywhere:
            remedy = "check the address: they may have given another one"
        raise Failure(f"Nobody is in the talent pool at this address, on {connection.where}", remedy)
    return found


def find_opt_ins(connection: PoolConnection, search: Search) -> list[OptIn]:
    """Return the profiles at the address that are still there. Raise Failure where there is none."""
    found = [member for member in find_members(connection, search) if isinstance(member, OptIn)]
    if not found:
        raise Failure(
            f"They have left already, on {connection.where}", "nothing: the talent pool has no details of theirs"
        )
    return found


def find_active(connection: PoolConnection, search: Search) -> list[OptIn]:
    """Return the opt-ins at the address that stand. Raise Failure where there is none."""
    now = connection.now()
    found = [one for one in find_opt_ins(connection, search) if standing(one, now) is Standing.ACTIVE]
    if not found:
        raise Failure("Their opt-in has expired", "they can join again: enter them, if they ask for it")
    return found


def _at_mailboxes(connection: PoolConnection, search: Search) -> list[Member]:
    employers = sorted(connection.known) if search.employer is None else [search.employer]
    mailboxes = (connection.pool.mailbox(employer, search.email) for employer in employers)
    return [member for mailbox in mailboxes for member in connection.pool.at_mailbox(mailbox)]


def _everywhere(connection: PoolConnection, search: Search) -> list[Member]:
    def is_theirs(member: Member) -> bool:
        if search.employer not in {None, member.employer}:
            return False
        if isinstance(member, Withdrawal):
            # A tombstone has no address, but the key that is made of it.
            return member.mailbox == connection.pool.mailbox(member.employer, search.email)
        return member.email.is_same_mailbox(search.email)

    return sorted(filter(is_theirs, connection.scan.members()), key=lambda member: (member.employer, member.candidate))
