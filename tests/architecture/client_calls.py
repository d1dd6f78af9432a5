"""Which calls of AWS a function's code can come to: read from the source, name by name, beginning in its package."""

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[2]
ACTIONS = {
    "get_item": {"dynamodb:GetItem"},
    "batch_get_item": {"dynamodb:BatchGetItem"},
    # Reads the table of whoever calls it.
    "batch_get": {"dynamodb:BatchGetItem"},
    "put_item": {"dynamodb:PutItem"},
    "update_item": {"dynamodb:UpdateItem"},
    "delete_item": {"dynamodb:DeleteItem"},
    "query": {"dynamodb:Query"},
    "'query'": {"dynamodb:Query"},
    "scan": {"dynamodb:Scan"},
    # Texts: the parts of a transaction, the operation of a paginator.
    "'Put'": {"dynamodb:PutItem"},
    "'Update'": {"dynamodb:UpdateItem"},
    "'Delete'": {"dynamodb:DeleteItem"},
    "'ConditionCheck'": {"dynamodb:ConditionCheckItem"},
    "send_message": {"sqs:SendMessage"},
    "change_message_visibility_batch": {"sqs:ChangeMessageVisibility"},
    # A raw message through the v2 API is authorised as both.
    "send_email": {"ses:SendEmail", "ses:SendRawEmail"},
    # The schedule hands its role to the scheduler.
    "create_schedule": {"scheduler:CreateSchedule", "iam:PassRole"},
    "delete_schedule": {"scheduler:DeleteSchedule"},
    # Signing follows: "sign" alone is what other keys do too.
    "get_public_key": {"kms:GetPublicKey", "kms:Sign"},
    "get_secret_value": {"secretsmanager:GetSecretValue"},
}


def actions_by_module(package: str) -> dict[str, set[str]]:
    """The IAM actions that the code of a function needs, by the module that makes the call."""
    modules = _modules_of(package)
    return {name: actions for name in modules if (actions := _actions(_reached(package)[name]))}


@cache
def _modules_of(package: str) -> frozenset[str]:
    """Every module that a function's handler imports, however far away."""
    graph = grimp.build_graph("functions", cache_dir=None)
    handler = f"functions.{package}.handler"
    return frozenset(graph.find_upstream_modules(handler) | {handler})


@cache
def _reached(package: str) -> dict[str, frozenset[str]]:
    """The names that are called in each module, from those of its functions that anybody calls by name."""
    modules = {name: list(_definitions(name)) for name in _modules_of(package)}
    own = {name for name in modules if name.startswith(f"functions.{package}.")}
    reached = {
        name: set().union(*(called for _, called in modules[name])) if name in own else set() for name in modules
    }
    while True:
        wanted = set().union(*reached.values())
        grown = {
            name: called.union(*(more for defined, more in modules[name] if defined in wanted))
            for name, called in reached.items()
        }
        if grown == reached:
            return {name: frozenset(called) for name, called in reached.items()}
        reached = grown


def _definitions(module: str) -> Iterable[tuple[str, set[str]]]:
    """Each function of a module, with the names that it calls and, in quotes, the texts that it holds."""
    path = ROOT.joinpath(*module.split("."))
    source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef):
            yield node.name, {name for part in ast.walk(node) for name in _names(part)}


def _names(node: ast.AST) -> list[str]:
    match node:
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=arguments, keywords=keywords):
            # A function that is handed on, as to `partial`, is called by who gets it.
            values = [*arguments, *(keyword.value for keyword in keywords)]
            handed_on = [getattr(value, "attr", getattr(value, "id", "")) for value in values]
            return [name, *handed_on]
        case ast.Constant(value=str(text)):
            return [repr(text)]
    return []


def _actions(called: Iterable[str]) -> set[str]:
    return set().union(*(ACTIONS.get(name, set()) for name in called))
