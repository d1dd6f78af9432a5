"""The talent pool of the demo: people join, a search finds those whom it should, and a recruiter gets a login."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from ops.console import connection as console
from ops.console.logins import make_login
from ops.demo.join import join_all
from ops.demo.people import JOINERS, SEARCH, Joiner
from ops.demo.report import Row
from ops.demo.samples import Sample
from ops.deploy.deployment import Outputs
from ops.deploy.employers import employers
from ops.embedded import aws
from ops.ledger.connection import connect_to as connect_to_ledger
from ops.outbox.mails import SentMail
from ops.pool.search import connection as searching
from ops.pool.search.commands import search_people
from ops.pool.search.describe import describe_people
from ops.pool.search.question import Question, parse_question
from ops.pool.search.search import count, pages
from ops.terminal.progress import say, step

_RECRUITER = "rita@acme.example"


@dataclass(frozen=True)
class ConsoleLogin:
    """The login to the console that the demo has made."""

    url: str
    address: str
    password: str


def fill(mails: Sequence[SentMail]) -> None:
    """Let candidates join with the links in their emails."""
    with step(f"{len(JOINERS)} candidates join the talent pool; one pauses, one leaves again"):
        join_all(JOINERS, mails)


def search(outputs: Outputs) -> Row:
    """Search the pool as an operator does, show it, and compare whom it finds with whom it should."""
    connection = _connect(outputs)
    question = _question()
    say(f"\n`{connection.command(f'search {shlex.join(SEARCH)}')}` says:\n")
    caller = connection.caller(question.employer)
    policy = connection.policy(caller)
    found = count(connection, question, caller, policy)
    people = [person for page, _ in pages(connection, found["id"], caller, policy) for person in page]
    for line in describe_people(people, "km"):
        say(line)
    say("")
    return row({person["given_name"] for person in people}, found["count"])


def row(names: set[str], counted: int, joiners: Sequence[Joiner] = JOINERS) -> Row:
    """Return the table's row: the search finds these people by their given names, and counts so many."""
    expected = {joiner.given_name for joiner in joiners if not joiner.why_not}
    wrong = [
        f"{joiner.given_name} is found, who {joiner.why_not}"
        for joiner in joiners
        if joiner.given_name in names - expected
    ]
    wrong += [f"{name} is not found" for name in sorted(expected - names)]
    if counted != len(expected):
        wrong.append(f"counts {counted}")
    story = f"{len(joiners)} join the talent pool, then a search: warehouse, day shift, Guelph"
    return Row(Sample("R-1042", story, ()), f"{counted} people found", "; ".join(wrong))


def let_in(outputs: Outputs) -> ConsoleLogin:
    """Make a login with the roles of a recruiter and an administrator."""
    client = aws.session().client("cognito-idp", endpoint_url=outputs["EndpointUrl"])
    connection = console.connect_to(outputs["EndpointUrl"], client, outputs, employers(), local=True)
    password = make_login(connection, _RECRUITER, ["recruiter", "admin"], ["first"])
    return ConsoleLogin(connection.url, _RECRUITER, password)


def _connect(outputs: Outputs) -> searching.SearchConnection:
    url = outputs["EndpointUrl"]
    client = partial(aws.session().client, endpoint_url=url)
    return searching.connect_to("this stack", client, connect_to_ledger(url).names, employers(), local=True)


def _question() -> Question:
    said = search_people.make_context("search", list(SEARCH)).params
    return parse_question(**{name: said[name] for name in said.keys() - {"count_only", "everybody", "local"}})
