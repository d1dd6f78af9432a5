"""A count, then people page by page: each look is on record before anybody is shown."""

from collections.abc import Callable, Iterator
from typing import Any

from functions.console.caller import Caller
from functions.console.list_people import list_people
from functions.console.record_search import record_search
from functions.domain.employers.home_country import home_country
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.places.place import unit_of
from ops.pool.search.connection import SearchConnection
from ops.pool.search.describe import describe_count, describe_filters, describe_people
from ops.pool.search.question import Question, read_question
from ops.terminal.progress import say

type Ask = Callable[[str], str]


def search(
    connection: SearchConnection, question: Question, *, count_only: bool = False, ask: Ask | None = None
) -> None:
    """Print the count, and, for an opening, the people. With `ask`, each page but the first is asked for."""
    caller = connection.caller(question.employer)
    policy = connection.policy(caller)
    found = count(connection, question, caller, policy)
    if not found["opening"]:
        say('Names are shown for an opening only: add --opening "R-1042 Forklift driver". It stays in the access log')
    elif found["count"] and not count_only:
        _show(pages(connection, found["id"], caller, policy), unit_of(home_country(policy)), ask)


def count(connection: SearchConnection, question: Question, caller: Caller, policy: EmployerPolicy) -> dict[str, Any]:
    """Record the search, and print what was asked for and how many it finds. Return it as the console does."""
    request, criteria = read_question(question, policy)
    ports = connection.ports
    found = record_search(
        criteria,
        request.opening,
        caller,
        exact=request.exact,
        index=ports.index,
        access_log=ports.access_log,
        now=ports.now,
        new_id=ports.new_id,
    )
    say(f"The talent pool of {policy.brand.name}, on {connection.where}")
    say(f"For {found['opening'] or 'no opening'}; in the access log as {caller.who}\n")
    for line in describe_filters(found["criteria"]):
        say(line)
    say(f"\n{describe_count(found)}")
    return found


def pages(
    connection: SearchConnection, search_id: str, caller: Caller, policy: EmployerPolicy
) -> Iterator[tuple[list[Any], bool]]:
    """Yield each page of people, and whether another follows. A page is read, and on record, when it is asked for."""
    after: str | None = ""
    ports = connection.ports
    while after is not None:
        page = list_people(
            search_id,
            after,
            caller,
            policy,
            pool=ports.pool,
            index=ports.index,
            access_log=ports.access_log,
            keyed=ports.keyed,
            now=ports.now,
        )
        after = page["next"]
        yield page["people"], after is not None


def _show(found: Iterator[tuple[list[Any], bool]], unit: str, ask: Ask | None) -> None:
    say("Newest first; an export has the addresses\n")
    for people, goes_on in found:
        for line in describe_people(people, unit):
            say(line)
        if goes_on and ask and not _wants_more(ask):
            return


def _wants_more(ask: Ask) -> bool:
    try:
        return not ask("Enter shows the next page, q ends (--all shows all): ").strip()
    except EOFError:
        say("")
        return False
