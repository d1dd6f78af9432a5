"""DynamoDB's update expressions as far as notify writes them: values that are set, numbers and sets added to."""

import re
from decimal import Decimal
from typing import Any

type Json = dict[str, Any]

_CLAUSE = re.compile(r"\b(SET|ADD|REMOVE)\b")
_SET = re.compile(r"(#?\w+) = (?:if_not_exists\(#?\w+, )?(:\w+)")
_ADD = re.compile(r"(#?\w+) (:\w+)")


def update(item: Json, request: Json) -> None:
    """Change the item. What an expression does beyond that, such as appending to a list, is left out."""
    names, values = request.get("ExpressionAttributeNames", {}), request.get("ExpressionAttributeValues", {})
    _, *parts = _CLAUSE.split(request.get("UpdateExpression", ""))
    for clause, text in zip(parts[::2], parts[1::2], strict=True):
        if clause == "SET":
            for name, value in _SET.findall(text):
                attribute = names.get(name, name)
                if f"if_not_exists({name}" not in text or attribute not in item:
                    item[attribute] = values[value]
        elif clause == "ADD":
            for name, value in _ADD.findall(text):
                attribute = names.get(name, name)
                item[attribute] = _sum(item.get(attribute), values[value])


def _sum(before: Json | None, added: Json) -> Json:
    if "SS" in added:
        return {"SS": sorted({*(before or {"SS": []})["SS"], *added["SS"]})}
    return {"N": str(Decimal((before or {"N": "0"})["N"]) + Decimal(added["N"]))}
