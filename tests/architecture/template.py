"""infra/template.yaml as data: resources by type, and each function with what the template says about it."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cfnlint.decode import decode  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "infra" / "template.yaml"

type Json = dict[str, Any]


@cache
def template() -> Json:
    """The template; `!Ref X` is `{"Ref": "X"}`, `!GetAtt X.Arn` is `{"Fn::GetAtt": ["X", "Arn"]}`."""
    decoded, mistakes = decode(str(TEMPLATE))
    assert decoded is not None, mistakes
    return dict(decoded)


def resources(kind: str) -> dict[str, Json]:
    """The properties of every resource of a type, by its name."""
    found = template()["Resources"].items()
    return {name: resource.get("Properties", {}) for name, resource in found if resource["Type"] == kind}


def name_in(value: Any) -> str:
    """Which resource a `!Ref` or `!GetAtt` names."""
    return str(value.get("Ref") or value["Fn::GetAtt"][0])


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@dataclass(frozen=True)
class Function:
    """One deployed function. `package` is its folder under functions/."""

    name: str
    properties: Json

    @property
    def handler(self) -> str:
        return str(self.properties["Handler"])

    @property
    def package(self) -> str:
        return self.handler.split(".")[1]

    @property
    def variables(self) -> set[str]:
        shared = template()["Globals"]["Function"]["Environment"]["Variables"]
        own = self.properties.get("Environment", {}).get("Variables", {})
        return {name for name in {**shared, **own} if not name.startswith(("POWERTOOLS_", "PYDANTIC_"))}

    @property
    def queues(self) -> dict[str, Json]:
        """What it listens to: the event's properties by the queue's name."""
        events = self.properties.get("Events", {}).values()
        return {
            name_in(event["Properties"]["Queue"]): event["Properties"] for event in events if event["Type"] == "SQS"
        }

    @property
    def statements(self) -> list[Json]:
        policies = resources("AWS::IAM::Role")[name_in(self.properties["Role"])]["Policies"]
        return [statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]

    @property
    def actions(self) -> set[str]:
        return {action for statement in self.statements for action in as_list(statement["Action"])}

    def actions_on(self, resource: str) -> set[str]:
        """What it may do with one resource."""
        granted = [s for s in self.statements if resource in {_owner(r) for r in as_list(s["Resource"])}]
        return {action for statement in granted for action in as_list(statement["Action"])}


def functions() -> list[Function]:
    return [Function(name, properties) for name, properties in resources("AWS::Serverless::Function").items()]


def _owner(resource: Json) -> str | None:
    """The resource that is named, also where it is a table's index: `!Sub ${Table.Arn}/index/Name`."""
    if {"Ref", "Fn::GetAtt"} & set(resource):
        return name_in(resource)
    index = re.match(r"\$\{(\w+)\.Arn\}/index/", str(resource.get("Fn::Sub")))
    return index[1] if index else None
