"""Forms for `company.toml`: pydantic models made from the dataclasses that declare each setting once.

A function never makes one; it gets dataclasses whose values have passed.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache, reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

import pydantic
from pydantic import AfterValidator, BeforeValidator, ConfigDict, TypeAdapter, create_model

_CONFIG = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


def check[Section](section: type[Section], values: Any, *rules: Callable[[Section], Section]) -> Section:
    """Return the section that `values` say, if the `rules` let it pass. Raises pydantic.ValidationError."""
    # mypy takes no class for hashable.
    declared: Any = section
    checked: Section = _adapter(declared, *rules).validate_python(values)
    return checked


@cache
def _adapter(section: Any, *rules: Any) -> TypeAdapter[Any]:
    form: Any = reduce(lambda inner, rule: Annotated[inner, AfterValidator(rule)], rules, _form_of(section))
    return TypeAdapter(form)


def _form_of(annotation: Any) -> Any:
    """Return the annotation with a form in place of each dataclass in it."""
    parts = get_args(annotation)
    if isinstance(annotation, type) and is_dataclass(annotation):
        return _form(annotation)
    if get_origin(annotation) is Annotated:
        return Annotated[(_form_of(parts[0]), *annotation.__metadata__)]
    if get_origin(annotation) is list:
        return list[_form_of(parts[0])]  # type: ignore[misc]
    if get_origin(annotation) in {Union, UnionType}:
        return reduce(or_, map(_form_of, parts))
    return annotation


@cache
def _form(section: Any) -> Any:
    hints = get_type_hints(section, include_extras=True)
    settings: dict[str, Any] = {
        setting.name: (_form_of(hints[setting.name]), _default(setting)) for setting in fields(section)
    }
    form = create_model(section.__name__, __config__=_CONFIG, **settings)

    def opened(value: object) -> object:
        return vars(value) if isinstance(value, section) else value

    def closed(filled: pydantic.BaseModel) -> object:
        return section(**dict(filled))

    return Annotated[form, BeforeValidator(opened), AfterValidator(closed)]


def _default(setting: "Field[Any]") -> Any:
    if setting.default_factory is not MISSING:
        return pydantic.Field(default_factory=setting.default_factory)
    return ... if setting.default is MISSING else setting.default
