"""Agencies that people have ticked, and that are in company.toml no longer: each person is told once.

The consent stays on record. Nothing is shared with an agency that the file does not name.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import batched

from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.states import State
from functions.domain.pool.letters import letter_of_agency
from functions.domain.pool.membership import OptIn, Standing, standing
from ops.ledger.refusals import cause
from ops.pool.connection import PoolConnection
from ops.terminal.failure import Failure
from ops.terminal.progress import say

_AT_ONCE = 100


@dataclass(frozen=True)
class Left:
    """A person's agency that has left, and the letter about it."""

    employer: str
    agency: str
    name: str
    letter: Notice


def show_left(connection: PoolConnection) -> None:
    """Print the agencies that have left, and how many people are to be told. Change nothing."""
    found = list(_untold(connection, "not opened"))
    for (employer, agency, name), count in sorted(
        Counter((one.employer, one.agency, one.name) for one in found).items()
    ):
        say(f"{count:>6}  {agency}  {name}" + (f", of {employer}" if employer else ""))
    say(f"Letters to be sent on {connection.where}: {len(found)}; nothing was changed")
    if found:
        say(f"To send them: {_command(connection, len(found))}")


def tell_left(connection: PoolConnection, count: int, because: str) -> None:
    """Open a letter to each of these people. Whoever has had one for the same agency gets no second one."""
    found = list(_untold(connection, cause(because)))
    if len(found) != count:
        raise Failure(
            f"The number of letters to be sent is {len(found)}, not {count}; nothing was changed",
            connection.command("agencies"),
        )
    opened = [one.letter for one in found if connection.ledger.open(one.letter, connection.now()) is None]
    # What is not queued, because this command was stopped, the sweep finds.
    for letter in opened:
        connection.enqueue(letter)
    say(f"Letters opened on {connection.where}: {len(opened)}; each goes out in the person's own window")


def _untold(connection: PoolConnection, reason: str) -> Iterator[Left]:
    for some in batched(_left(connection, reason), _AT_ONCE, strict=False):
        yield from _without_told(connection, some)


def _without_told(connection: PoolConnection, some: Sequence[Left]) -> list[Left]:
    told = connection.ledger.get_many(one.letter.ref for one in some)
    return [one for one in some if one.letter.ref not in told]


def _left(connection: PoolConnection, reason: str) -> Iterator[Left]:
    now = connection.now()
    for member in connection.scan.members():
        employer = connection.find(member.employer)
        # Nobody may write in the name of an employer that has left the file.
        if not isinstance(member, OptIn) or employer is None or standing(member, now) is not Standing.ACTIVE:
            continue
        offered = {agency.id for agency in employer.policy.agencies}
        language = employer.policy.languages.of(member.locale)
        for agency in member.receipt.agencies:
            if agency["id"] not in offered:
                letter = letter_of_agency(member, language, now, agency["id"])
                opened = replace(letter, history=(Entry(now, State.HELD, reason),))
                yield Left(member.employer, agency["id"], agency["name"], opened)


def _command(connection: PoolConnection, count: int) -> str:
    return connection.command(f'agencies --count {count} --because "…"')
