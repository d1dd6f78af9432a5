"""A person's own statement that they want to join, as an operator writes it into a file."""

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import AwareDatetime, Field, StringConstraints

from functions.domain.personal_data import EmailAddress, PersonName
from functions.optin.profile import Answered
from functions.optin.schema import read_body
from functions.optin.wording import WORDS_FOLDER
from functions.runtime.http.body import Body, Ids
from functions.runtime.http.problem import Problem
from functions.runtime.http.words import read_words
from ops.pool.request import Way
from ops.terminal.failure import Failure

_Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class StatedPerson(Body):
    """The person, as they gave their address and name."""

    email: EmailAddress = Field(repr=False)
    given_name: PersonName | None = Field(default=None, repr=False)
    family_name: PersonName | None = Field(default=None, repr=False)


class Statement(Body):
    """The form's fields, whose they are, and how and when the person said so.

    `source` and `application_id` name the application whose notice they answer.
    """

    source: _Text
    application_id: _Text
    person: StatedPerson
    said_by: Way
    said_at: AwareDatetime
    entered_by: _Text
    language: _Text
    purposes: Ids
    agencies: Ids = Field(default_factory=list)
    months: int
    profile: Answered


def read_statement(path: Path) -> Statement:
    """Return the statement. Raise Failure with the field where there is a mistake."""
    try:
        return read_body(Statement, json.dumps(_read(path), default=_as_text).encode())
    except Problem as problem:
        raise refused(problem) from None


def refused(problem: Problem) -> Failure:
    """Return the failure that says what the form would say, field by field."""
    # In English, as all of these commands; what was typed is not quoted.
    words = read_words(WORDS_FOLDER, "en")
    lines = [
        f"\n  {error.pointer.removeprefix('/').replace('/', '.')}: {words.say('fields', error.code, **error.values)}"
        for error in problem.errors
    ]
    places = [f"\n    {place['id']}  {place['name']}, {place['region']}" for place in _places(problem)]
    said = "".join([*lines, *places]) or f"\n  {words.say('problems', problem.code, 'detail')}"
    return Failure(f"The form would refuse this; nothing was recorded:{said}", "correct the file")


def _places(problem: Problem) -> list[dict[str, Any]]:
    found: Any = problem.members.get("places", [])
    return list(found)


def _read(path: Path) -> Any:
    try:
        text = path.read_text("utf-8")
        return json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except OSError as err:
        raise Failure(f"{path}: {err.strerror}", "name a file of the person's answers") from None
    except ValueError as err:
        # The message names a line and column; of a file that is no text, it may quote bytes.
        said = "is not UTF-8 text" if isinstance(err, UnicodeDecodeError) else f"can't be read: {err}"
        raise Failure(f"{path} {said}", "write it as TOML, or as JSON in a file whose name ends in .json") from None


def _as_text(value: Any) -> str:
    """Return a date or a moment of TOML as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    raise Failure(f"No field takes a {type(value).__name__}", "correct the file")
