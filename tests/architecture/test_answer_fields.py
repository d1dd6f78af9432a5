"""The declaration of the form's fields, and what is written by hand beside it: the page, its script and the docs."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest

from functions.domain.employers.choices import LABELLED_LISTS, Choices
from functions.domain.pool.answers import ANSWER_FIELDS, AnswerField, AnswerKind
from tests.architecture.template import ROOT

_PARTS = ROOT / "site/pages/parts"
_FORM, _MEMBER = ((_PARTS / name).read_text("utf-8") for name in ("form.html", "member.html"))
_SCRIPT = (ROOT / "site/pages/assets/form.js").read_text("utf-8")
_API = (ROOT / "docs/contracts/api.md").read_text("utf-8")
# A member reads the distance in one line with the area.
_SHOWN_WITH = {"distance_km": "area"}
_FIELDS = pytest.mark.parametrize("field", ANSWER_FIELDS, ids=lambda field: field.name)


@dataclass(frozen=True)
class _Control:
    """A control of the form, as its attributes say it, and whether its row says that it may be left out."""

    attributes: dict[str, str | None]
    is_optional: bool

    @property
    def name(self) -> str:
        return str(self.attributes.get("name") or self.attributes.get("data-name") or self.attributes["data-choices"])

    @property
    def kind(self) -> AnswerKind:
        match self.attributes:
            case {"type": "date"}:
                return AnswerKind.DATE
            case {"type": "text"}:
                return AnswerKind.TEXT
            case {"data-type": "number"}:
                return AnswerKind.DISTANCE
            case {"data-type": "radio"} | {"name": _}:
                return AnswerKind.ONE
        return AnswerKind.MANY

    def field(self) -> AnswerField:
        """Return the field that it asks for."""
        limit = {"limit": int(str(self.attributes["maxlength"]))} if "maxlength" in self.attributes else {}
        choices = str(self.attributes.get("data-choices", ""))
        return AnswerField(self.name, self.kind, choices, not self.is_optional, **limit)


class _Rows(HTMLParser):
    """The controls of the form's answers, in the page's order."""

    def __init__(self) -> None:
        super().__init__()
        self.controls = list[_Control]()
        self._is_optional = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if attributes.get("class") == "row":
            self._is_optional = False
        if tag in {"input", "select"} or "data-choices" in attributes:
            self.controls.append(_Control(attributes, self._is_optional))

    def handle_data(self, data: str) -> None:
        self._is_optional |= "{{stay.form.optional}}" in data


def on_the_page() -> dict[str, AnswerField]:
    answers = _FORM.partition('data-slot="answers"')[2].partition('data-choices="months"')[0]
    rows = _Rows()
    rows.feed(answers.rpartition("<fieldset")[0])
    return {control.name: control.field() for control in rows.controls}


@_FIELDS
def test_the_page_asks_for_each_field_as_it_is_declared(field: AnswerField) -> None:
    assert on_the_page().get(field.name) == field


def test_the_page_asks_for_nothing_else() -> None:
    assert set(on_the_page()) == {field.name for field in ANSWER_FIELDS}


@_FIELDS
def test_a_member_reads_their_answer_to_each_field(field: AnswerField) -> None:
    assert f'<dd data-slot="{_SHOWN_WITH.get(field.name, field.name)}">' in _MEMBER


@_FIELDS
def test_the_page_names_a_required_field_that_is_left_out(field: AnswerField) -> None:
    assert (f"add('{field.name}', say('no_" in _SCRIPT) == field.required


@_FIELDS
def test_each_list_of_choices_is_a_setting(field: AnswerField) -> None:
    if field.choices:
        of_numbers = field.kind is AnswerKind.DISTANCE
        assert field.choices in (set(Choices.__annotations__) - set(LABELLED_LISTS) if of_numbers else LABELLED_LISTS)


def test_each_list_with_labels_is_offered_by_a_field() -> None:
    assert set(LABELLED_LISTS) <= {field.choices for field in ANSWER_FIELDS}


def row_of(field: AnswerField) -> str:
    """Return the row of the field in the table of `api.md`."""
    of = f" `{field.choices}`" if field.choices else ""
    most = "" if field.kind not in {AnswerKind.MANY, AnswerKind.TEXT} else f", at most {field.limit}"
    return f"| `{field.name}` | {field.kind}{of}{most} | {'yes' if field.required else 'no'} |"


def test_the_table_in_the_docs_has_each_field_and_no_other() -> None:
    table = re.search(r"\| field \| .*\n\|[-|]+\n((?:\|.*\n)+)", _API)
    assert table
    assert table[1].splitlines() == [row_of(field) for field in ANSWER_FIELDS]
