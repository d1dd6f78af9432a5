"""To the rooms that use it the lean `dataclass` is the standard one."""

import dataclasses
from typing import Any

import pytest

from functions.domain.lean_dataclass import dataclass as lean


def example(decorator: Any) -> Any:
    @decorator(frozen=True)
    class Example:
        name: str
        secret: str = dataclasses.field(default="", repr=False)
        note: str = dataclasses.field(default="", compare=False)

    Example.__qualname__ = "Example"
    return Example


@pytest.mark.parametrize("one", [("a",), ("a", "b"), ("a", "b", "c")])
@pytest.mark.parametrize("other", [("a",), ("a", "b"), ("a", "b", "c"), ("c",)])
def test_equality_hash_and_text_are_those_of_the_standard_one(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    standard, ours = example(dataclasses.dataclass), example(lean)

    assert (ours(*one) == ours(*other)) == (standard(*one) == standard(*other))
    assert len({ours(*one), ours(*other)}) == len({standard(*one), standard(*other)})
    assert repr(ours(*one)) == repr(standard(*one))


def test_objects_of_two_classes_are_not_equal() -> None:
    assert example(lean)("a") != example(lean)("a")


def test_objects_without_fields_are_equal() -> None:
    @lean(frozen=True)
    class Empty:
        pass

    assert Empty() == Empty()
    assert len({Empty(), Empty()}) == 1


def test_a_method_of_the_class_itself_is_kept() -> None:
    @lean(frozen=True, kw_only=True)
    class Reserved:
        name: str

        def __repr__(self) -> str:
            return "hidden"

    assert repr(Reserved(name="a")) == "hidden"


def test_replace_and_fields_work_as_they_do() -> None:
    one = example(lean)("a", "b")

    assert dataclasses.replace(one, name="c") == example_like(one, "c", "b")
    assert [field.name for field in dataclasses.fields(one)] == ["name", "secret", "note"]


def example_like(one: Any, *values: str) -> Any:
    return type(one)(*values)


def test_what_can_change_is_refused() -> None:
    with pytest.raises(TypeError, match="can change"):
        lean(frozen=False)
