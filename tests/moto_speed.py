"""Makes moto cheaper: for each call it does much that comes out the same for all of them. It answers as before."""

import logging
from collections import deque
from functools import cache
from typing import Any

from moto.core import models
from moto.core.serialize import ResponseSerializer
from moto.dynamodb.comparisons import ConditionExpressionParser
from moto.dynamodb.parsing.ast_nodes import DepthFirstTraverser  # type: ignore[attr-defined]
from moto.dynamodb.parsing.expressions import UpdateExpressionParser  # type: ignore[attr-defined]
from moto.sqs.models import Message, SQSBackend

_get_value = ResponseSerializer.get_value
_receive = SQSBackend.receive_message
_lex = ConditionExpressionParser._lex_condition_expression


def _value_of(self: ResponseSerializer, value: Any, key: str, shape: Any) -> Any:
    # An attribute of DynamoDB is in its final form. moto looks for each of ten types under four more names.
    is_attribute = type(value) is dict and shape.parent.name == "AttributeValue"
    return value.get(key) if is_attribute else _get_value(self, value, key, shape)


@cache
def _lexed(expression: str) -> tuple[Any, ...]:
    parser = ConditionExpressionParser.__new__(ConditionExpressionParser)
    parser.condition_expression = expression
    return tuple(_lex(parser))


def _traverse(self: DepthFirstTraverser, node: Any) -> Any:
    # The classes are asked for at each node otherwise.
    classes = self.nodes_to_be_processed()
    self.nodes_to_be_processed = lambda: classes
    return self.traverse_node_recursively(node)


def _received(self: SQSBackend, queue_name: str, count: int, _seconds: int, *more: Any, **named: Any) -> list[Message]:
    # Whoever waits for a message waits for ever: a test sends before it receives.
    return _receive(self, queue_name, count, 0, *more, **named)


def make_cheaper() -> None:
    """Change moto for the rest of the process."""
    # Some tests have all that is deployed log whatever it can. This is not deployed, and logs each word that it parses.
    logging.getLogger("moto").setLevel(logging.WARNING)
    # These answer for the library `requests`, which nothing here uses: a thousand patterns for each test.
    models.RESPONSES_METHODS.clear()
    ResponseSerializer.get_value = _value_of  # type: ignore[method-assign]
    ConditionExpressionParser._lex_condition_expression = lambda self: deque(_lexed(self.condition_expression))  # type: ignore[method-assign]
    SQSBackend.receive_message = _received  # type: ignore[assignment, method-assign]
    # Whoever uses what was parsed copies it first.
    UpdateExpressionParser.make = cache(UpdateExpressionParser.make)
    DepthFirstTraverser.traverse = _traverse
