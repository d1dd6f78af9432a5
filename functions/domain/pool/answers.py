"""The fields of the opt-in form, each declared once.

The request's model, its rules, the labels, the record, the export and the published schema are made of them. A test
holds the page and `docs/contracts/api.md` against them.
"""

from collections.abc import Iterator
from enum import StrEnum

from functions.domain.lean_dataclass import dataclass


class AnswerKind(StrEnum):
    """The kind of an answer. One or several choices are recorded by their ids, a distance in kilometres."""

    ONE = "one of"
    MANY = "any of"
    DISTANCE = "distance"
    DATE = "date"
    TEXT = "text"


@dataclass(frozen=True)
class AnswerField:
    """A field that a person may answer, or has to where it is `required`.

    `choices` is the list of `Choices` that it offers. `limit`: the most choices at once, or characters of a text.
    """

    name: str
    kind: AnswerKind
    choices: str = ""
    required: bool = False
    # Each kind of work is an item of the search index, and all change in one transaction, which takes a hundred.
    limit: int = 40


ANSWER_FIELDS = (
    AnswerField("role_families", AnswerKind.MANY, choices="role_families", required=True),
    AnswerField("shifts", AnswerKind.MANY, choices="shifts"),
    AnswerField("hours", AnswerKind.MANY, choices="hours"),
    # The API asks which place it means, and the profile has that place beside it.
    AnswerField("area", AnswerKind.TEXT, limit=60),
    AnswerField("distance_km", AnswerKind.DISTANCE, choices="distances_km"),
    AnswerField("earliest_start", AnswerKind.DATE),
    AnswerField("licences", AnswerKind.MANY, choices="licences"),
    AnswerField("language", AnswerKind.ONE, choices="languages", required=True),
    AnswerField("channel", AnswerKind.ONE, choices="channels", required=True),
)


def answer_fields() -> tuple[AnswerField, ...]:
    """Return the fields, in the order in which they are recorded."""
    return ANSWER_FIELDS


def labelled_fields() -> Iterator[AnswerField]:
    """Yield the fields whose answers are ids, which have labels."""
    return (field for field in answer_fields() if field.kind in {AnswerKind.ONE, AnswerKind.MANY})
