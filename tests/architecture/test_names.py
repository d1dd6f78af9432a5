"""Names and docstrings that need no glossary: nouns for things, verbs for use cases, one class per name."""

import ast
import inspect
import re
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from pathlib import Path

import pytest

from functions.runtime import metrics
from functions.runtime.sqs.batch_response import MetricNames
from tests.architecture.cases import each_file
from tests.architecture.template import ROOT, resources

# Nouns, though they end as a participle does.
_NOUNS = {"timing", "wording", "ring"}
# Each function has its own of these, under the same name.
_OWN = {"Caller", "Ports", "Settings"}
# A docstring that begins so hides its subject: the reader must go back once the verb comes.
_HIDDEN_SUBJECT = {
    *("what", "who", "whom", "whose", "those", "of", "by", "whether", "which", "whatever"),
    *("how", "with", "without", "as"),
}
_DEPLOYED = sorted((ROOT / "functions").rglob("*.py"))
_SOURCES = [*_DEPLOYED, *sorted((ROOT / "ops").rglob("*.py")), *sorted((ROOT / "bench").rglob("*.py"))]
_OUTCOMES = ("notify", "feedback", "sweep")
# Arguments that take the name of a metric.
_METRIC_SETTINGS = {"dead_lettered", "retried", "postponed", "failed", "failure_metric"}

type Definition = ast.FunctionDef | ast.ClassDef | ast.Module


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def documented(path: Path) -> Iterator[tuple[Definition, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and (docstring := ast.get_docstring(node)):
            yield node, docstring


def known_metrics() -> set[str]:
    """Every name that metrics.py has, and every value of a function's outcomes."""
    modules = [import_module(f"functions.{package}.outcome") for package in _OUTCOMES]
    # An outcome that a module only imports, such as delivery's, is not counted under its own value.
    enums = [
        value
        for module in modules
        for value in vars(module).values()
        if inspect.isclass(value) and value.__module__ == module.__name__ and issubclass(value, StrEnum)
    ]
    outcomes = {member.value for enum in enums for member in enum}
    return outcomes | {value for name, value in vars(metrics).items() if name.isupper()}


@each_file(_SOURCES)
def test_a_module_is_a_noun_or_a_verb_and_no_participle(path: Path) -> None:
    last = path.stem.rpartition("_")[2]
    assert not last.endswith("ing") or last in _NOUNS


def test_one_class_name_is_one_thing() -> None:
    classes = [
        node.name
        for path in _DEPLOYED
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef)
    ]
    assert {name for name, times in Counter(classes).items() if times > 1} <= _OWN


@each_file(_SOURCES)
def test_a_docstring_begins_with_its_verb_or_its_subject(path: Path) -> None:
    first_words = {docstring: re.split(r"\W+", docstring.lower(), maxsplit=1)[0] for _, docstring in documented(path)}
    assert [docstring for docstring, word in first_words.items() if word in _HIDDEN_SUBJECT] == []


def metric_expressions(source: str) -> Iterator[ast.expr]:
    """Yield what names a metric: the first argument of count() and add_metric(), a key of counts, a setting of one."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="count") | ast.Attribute(attr="add_metric"), args=[name, *_]):
                yield name
            case ast.Subscript(value=ast.Name(id="counts"), slice=name):
                yield name
            case ast.keyword(arg="dead_lettered_by_code", value=ast.Dict(values=names)):
                yield from names
            case ast.keyword(arg=str(setting), value=name) if setting in _METRIC_SETTINGS:
                yield name


def has_literal(expression: ast.expr) -> bool:
    """Tell whether an expression spells a name itself: in a string, in an f-string, or in a part of it."""
    return any(
        isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
        for node in ast.walk(expression)
    )


def test_every_metric_has_its_name_in_one_place() -> None:
    sources = {named(path): path.read_text("utf-8") for path in _DEPLOYED}
    assert [name for name, source in sources.items() if any(map(has_literal, metric_expressions(source)))] == []
    defaults = MetricNames()
    assert {defaults.dead_lettered, defaults.retried, defaults.delayed, defaults.failed} <= known_metrics()


@pytest.mark.parametrize(
    "source",
    [
        'count("NoticeLost")',
        'count(f"Answered{status // 100}xx")',
        'count("A" if late else metrics.B, 2)',
        'counts[f"Notice{end}"] += 1',
        'metrics.add_metric("Notice" + end, unit, 1)',
        'Api(failure_metric=f"{name}Failed")',
        'MetricNames(dead_lettered_by_code={"unknown_notice": "EventLost"})',
    ],
)
def test_a_metric_that_is_named_where_it_is_counted_is_noticed(source: str) -> None:
    assert any(map(has_literal, metric_expressions(source)))


@pytest.mark.parametrize("source", ["count(metrics.answered(status))", "count(outcome.value)", 'text.count("/")'])
def test_a_metric_that_is_named_elsewhere_may_be_counted(source: str) -> None:
    assert not any(map(has_literal, metric_expressions(source)))


def test_every_alarm_watches_a_metric_that_there_is() -> None:
    alarms = resources("AWS::CloudWatch::Alarm").values()
    by_math = [entry["MetricStat"]["Metric"] for alarm in alarms for entry in alarm.get("Metrics", [])[1:]]
    ours = [metric for metric in [*alarms, *by_math] if metric.get("Namespace") == "KindRegards"]
    assert ours
    filters = resources("AWS::Logs::MetricFilter").values()
    counted = {entry["MetricName"] for found in filters for entry in found["MetricTransformations"]}
    assert {metric["MetricName"] for metric in ours} <= known_metrics() | counted
