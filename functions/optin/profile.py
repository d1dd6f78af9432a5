"""The model of a person's answers, with a field for each that `functions/domain/pool/answers.py` declares."""

from datetime import date
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, Field, GetCoreSchemaHandler, StringConstraints, create_model
from pydantic_core import CoreSchema

from functions.domain.personal_data import one_line
from functions.domain.pool.answers import AnswerField, AnswerKind, answer_fields
from functions.runtime.http.body import Body, Id, once


class Profile(Body):
    """The person's own answers."""

    # What the area means, where the page was offered several places.
    place: Id | None = Field(default=None, repr=False)

    def answer(self, name: str) -> Any:
        """Return the answer in the field of that name."""
        return getattr(self, name)


class _Declared:
    """The model with the declared fields, in place of the bare one."""

    def __get_pydantic_core_schema__(self, source: type[Profile], handler: GetCoreSchemaHandler) -> CoreSchema:
        return handler.generate_schema(profile_model())


Answered = Annotated[Profile, _Declared()]


def profile_model() -> type[Profile]:
    """Return the model of the answers."""
    return _model_of(answer_fields())


@cache
def _model_of(fields: tuple[AnswerField, ...]) -> type[Profile]:
    answers: dict[str, Any] = {field.name: (_type_of(field), _default_of(field)) for field in fields}
    return create_model("Profile", __base__=Profile, __doc__=Profile.__doc__, **answers)


def _type_of(field: AnswerField) -> Any:
    match field.kind:
        case AnswerKind.MANY:
            return Annotated[list[Id], Field(max_length=field.limit), AfterValidator(once)]
        case AnswerKind.ONE:
            answer: Any = Id
        case AnswerKind.DISTANCE:
            answer = int
        case AnswerKind.DATE:
            answer = date
        case AnswerKind.TEXT:
            answer = Annotated[str, StringConstraints(max_length=field.limit), AfterValidator(_clean)]
    return answer if field.required else answer | None


def _default_of(field: AnswerField) -> Any:
    blank: Any = [] if field.kind is AnswerKind.MANY else None
    # In the person's own words: nothing that prints a form shows it.
    return Field(... if field.required else blank, repr=field.kind is not AnswerKind.TEXT)


def _clean(text: str) -> str | None:
    """Return the text as one line, or None where there is none."""
    return one_line(text) or None
