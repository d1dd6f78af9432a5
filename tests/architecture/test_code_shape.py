"""The code keeps the shape that STYLE promises: small files, small functions, honest names, imports one way."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median

from tests.architecture.cases import each_file
from tests.architecture.template import ROOT

SOURCES = sorted((ROOT / "functions").rglob("*.py"))
FILES = [path for path in SOURCES if path.name != "__init__.py"]
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "base", "lib", "tools"}


def definitions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def length(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@cache
def mentions(path: Path) -> list[tuple[ast.AST, bool]]:
    """Every node, and whether it stands in a function."""
    tree = ast.parse(path.read_text("utf-8"))
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) for part in ast.walk(node)}
    return [(node, id(node) in inside) for node in ast.walk(tree)]


def test_imports_go_one_way() -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint_imports, "--no-cache"], cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_files_are_small() -> None:
    assert median(map(lines, FILES)) <= 60
    assert {path.name: lines(path) for path in SOURCES if lines(path) > 200} == {}


def test_functions_are_small() -> None:
    lengths = {f"{path.name}:{node.name}": length(node) for path in FILES for node in definitions(path)}
    assert median(lengths.values()) <= 8
    assert {name: size for name, size in lengths.items() if size > 40} == {}


@each_file(SOURCES)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert path.stem not in EMPTY_NAMES


@each_file(FILES)
def test_a_module_prints_nothing(path: Path) -> None:
    names = [node.id for node, _ in mentions(path) if isinstance(node, ast.Name)]
    assert "print" not in names


@each_file(FILES)
def test_only_a_bootstrap_reads_the_environment_and_not_when_it_is_imported(path: Path) -> None:
    reads = [inside for node, inside in mentions(path) if _reads_environment(node)]
    assert all(reads)
    assert not reads or path.name == "bootstrap.py"


@each_file(FILES)
def test_nothing_catches_everything_but_a_boundary(path: Path) -> None:
    caught = [node for node, _ in mentions(path) if isinstance(node, ast.ExceptHandler) and _everything(node)]
    assert len(caught) <= (path.name in {"gather.py", "report.py", "router.py"})


def _reads_environment(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}


def _everything(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or (isinstance(handler.type, ast.Name) and handler.type.id == "Exception")


def test_what_never_changes_is_a_lean_dataclass() -> None:
    """The standard decorator would cost a cold start four times as much, for each class."""
    standard = re.compile(r"^from dataclasses import .*\bdataclass\b", re.MULTILINE)
    frozen = {path.name for path in FILES if standard.search(text := path.read_text("utf-8")) and "frozen=True" in text}
    assert frozen == set()
