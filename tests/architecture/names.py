"""Names that the code defines, against which the names in the documents are held."""

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

from tests.architecture.template import ROOT, TEMPLATE

_WORD = re.compile(r"[A-Za-z_][\w.-]*")
_CODE = ("functions", "ops", "bench")
# The documents call an alarm by its logical id without this.
_ALARM = "Alarm"


@cache
def defined() -> frozenset[str]:
    """Return every name of ours: of files, of Python, of the template, of settings, of the contracts."""
    return frozenset((*_of_files(), *_of_python(), *_of_data(), *_of_template()))


@cache
def sections() -> frozenset[str]:
    """Return the sections of company.toml and of the wording."""
    return frozenset(key for text in _settings() for key in _keys(tomllib.loads(text)))


def _of_files() -> Iterator[str]:
    for folder in (*_CODE, "tests", "site", "infra", "docs", "requirements"):
        yield from (path.name for path in (ROOT / folder).rglob("*"))
    yield from (path.name for path in ROOT.iterdir())


def _of_template() -> Iterator[str]:
    words = _WORD.findall(TEMPLATE.read_text("utf-8"))
    yield from words
    yield from (word.removesuffix(_ALARM) for word in words if word.endswith(_ALARM))


def _of_python() -> Iterator[str]:
    for folder in (*_CODE, "tests"):
        for path in (ROOT / folder).rglob("*.py"):
            # A string of the tests may be an example of what is not ours; one of the code is an attribute or a metric.
            yield from _of_module(ast.parse(path.read_text("utf-8")), with_strings=folder in _CODE)


def _of_module(module: ast.Module, *, with_strings: bool) -> Iterator[str]:
    for node in ast.walk(module):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.arg(arg=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.Constant(value=str(text)) if with_strings and _WORD.fullmatch(text):
                yield text
            case _:
                pass


def _of_data() -> Iterator[str]:
    for text in _settings():
        yield from _keys(tomllib.loads(text))
    for path in (ROOT / "docs/contracts").glob("*.schema.json"):
        yield from _keys(json.loads(path.read_text("utf-8")))


def _settings() -> Iterator[str]:
    for path in (ROOT / "functions/company.toml", *(ROOT / "functions/letters/templates").glob("*.toml")):
        yield path.read_text("utf-8")


def _keys(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        yield from data
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _keys(value)
