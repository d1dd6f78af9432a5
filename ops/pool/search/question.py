"""A search as a command line asks for it, read by the rules of the console's API."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import click

from functions.console.criteria import read_criteria
from functions.console.schema import SearchRequest, read_search
from functions.console.show_places import show_places
from functions.console.wording import WORDS_FOLDER
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.places.resolve import Verdict
from functions.domain.pool.search.criteria import DEFAULT_UNDECLARED, OPEN_FIELDS, Criteria
from functions.runtime.http.problem import FieldError, Problem
from functions.runtime.http.words import read_words
from ops.pool.search.describe import place_name
from ops.pool.search.filters import OPTIONS
from ops.terminal.failure import Failure

_WORDS = read_words(WORDS_FOLDER, "en")
_HELP = "look at the options with --help"


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question of a command line. `criteria` is that of the API, `area` a place as it was typed."""

    opening: str | None
    criteria: dict[str, Any]
    area: str | None = None
    employer: str | None = None
    exact: bool = False


def parse_question(
    *,
    opening: str | None = None,
    area: str | None = None,
    place: str | None = None,
    starts_on: datetime | None = None,
    also: tuple[str, ...] = (),
    only: tuple[str, ...] = (),
    employer: str | None = None,
    exact: bool = False,
    **criteria: Any,
) -> Question:
    """Return the question. Raise UsageError where its options contradict each other."""
    if area and place:
        raise click.UsageError("--area and --place name the same thing: give one of them")
    if both := sorted({*also} & {*only}):
        raise click.UsageError(f"--also-undeclared and --only-declared both name {both[0]}")
    day = f"{starts_on:%Y-%m-%d}" if starts_on else None
    undeclared = sorted((DEFAULT_UNDECLARED | {*also}) - {*only})
    if unknown := sorted({*also, *only} - {*OPEN_FIELDS}):
        raise click.UsageError(f"{unknown[0]} is no field that people may leave open: {', '.join(OPEN_FIELDS)}")
    return Question(
        opening=opening,
        criteria={**criteria, "place": place, "starts_on": day, "undeclared": undeclared},
        area=area,
        employer=employer,
        exact=exact,
    )


def read_question(question: Question, policy: EmployerPolicy) -> tuple[SearchRequest, Criteria]:
    """Return the request and its criteria. Raise Failure that says which ids and places there are."""
    criteria = dict(question.criteria)
    if question.area:
        criteria["place"] = _find_place(question.area, policy)
    body = {"opening": question.opening, "criteria": criteria, "exact": question.exact}
    try:
        request = read_search(json.dumps(body).encode())
        return request, read_criteria(request.criteria, policy)
    except Problem as problem:
        raise refused(problem, policy) from None


def refused(problem: Problem, policy: EmployerPolicy | None = None) -> Failure:
    """Return the failure that says what the console would say, field by field."""
    if not problem.errors:
        return Failure(_WORDS.say("problems", problem.code, "detail"), _HELP)
    said = "".join(f"\n  {line}" for error in problem.errors for line in _lines(error, policy))
    return Failure(f"Nobody was looked for:{said}", _HELP)


def _lines(error: FieldError, policy: EmployerPolicy | None) -> Iterator[str]:
    name = error.pointer.rpartition("/")[2]
    yield f"{OPTIONS.get(name, f'--{name}')}: {_WORDS.say('fields', error.code, **error.values)}"
    for identifier, label in _offered(policy).get(name, []) if policy else []:
        yield f"  {identifier:<18} {label}"


def _find_place(typed: str, policy: EmployerPolicy) -> str:
    found = show_places(typed, policy, _WORDS)
    if found["verdict"] == Verdict.FOUND:
        return str(found["places"][0]["id"])
    places = "".join(f"\n  {place['id']:>9}  {place_name(place)}" for place in found["places"])
    remedy = "--place with one of these ids instead of --area" if places else "--area with a town and its province"
    raise Failure(f"--area: {found['message']}{places}", remedy)


def _offered(policy: EmployerPolicy) -> dict[str, list[tuple[str, str]]]:
    """Return the ids that there are, each with its label."""
    choices = policy.choices
    lists = {name: getattr(choices, name) for name in ("role_families", "shifts", "hours", "licences")}
    lists |= {"language": choices.languages, "channel": choices.channels}
    labelled = {name: [(choice.id, choice.label) for choice in listed] for name, listed in lists.items()}
    return {**labelled, "agency": [(agency.id, agency.name) for agency in policy.agencies]}
