"""infra/template.yaml as data: resources by type, and each function with what the template says about it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "infra" / "template.yaml"

type Json = dict[str, Any]
# An IAM action, and the logical name of the resource, `Table/index/Name` for an index.
type Permission = tuple[str, str]

_ARN = "arn:${{AWS::Partition}}:{}:${{AWS::Region}}:${{AWS::AccountId}}:{}"
# What only an ARN can name. In full, so that an ARN that reaches further is none of these.
_NAMED_BY_ARN = {
    # Whichever key the alias names.
    "arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/*": "ReceiptKeyAlias",
    _ARN.format("ses", "identity/*"): "SenderIdentity",
    _ARN.format("ses", "configuration-set/${NoticeConfigurationSet}"): "NoticeConfigurationSet",
    _ARN.format("scheduler", "schedule/${NoticeSchedules}/*"): "NoticeSchedules",
}


class _Loader(yaml.SafeLoader):  # type: ignore[misc]
    """YAML with CloudFormation's tags. cfn-lint's own loader takes three seconds to import."""


def _intrinsic(loader: yaml.SafeLoader, name: str, node: yaml.Node) -> Json:
    match node:
        case yaml.ScalarNode():
            value = loader.construct_scalar(node)
        case yaml.SequenceNode():
            value = loader.construct_sequence(node, deep=True)
        case _:
            value = loader.construct_mapping(node, deep=True)
    if name == "GetAtt":
        value = value.split(".", 1)
    return {name if name == "Ref" else f"Fn::{name}": value}


_Loader.add_multi_constructor("!", _intrinsic)


@cache
def template() -> Json:
    """The template; `!Ref X` is `{"Ref": "X"}`, `!GetAtt X.Arn` is `{"Fn::GetAtt": ["X", "Arn"]}`."""
    return read_template(TEMPLATE)


def read_template(path: Path) -> Json:
    """Read any template as `template` reads ours."""
    return dict(yaml.load(path.read_text("utf-8"), _Loader))  # noqa: S506


def keys_as_written() -> Iterator[list[str]]:
    """Yield the keys of each mapping in the file, before anything is merged in."""
    nodes: list[yaml.Node] = [yaml.compose(TEMPLATE.read_text("utf-8"))]
    while nodes:
        node = nodes.pop()
        if isinstance(node, yaml.MappingNode):
            yield [key.value for key, _ in node.value]
            nodes += [value for _, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            nodes += node.value


def resources(kind: str) -> dict[str, Json]:
    """The properties of every resource of a type, by its name."""
    found = template()["Resources"].items()
    return {name: resource.get("Properties", {}) for name, resource in found if resource["Type"] == kind}


def outlives_stack(name: str) -> bool:
    """Return whether it stays when the stack is deleted; a first deployment that fails must leave nothing behind."""
    resource = template()["Resources"][name]
    return (resource["DeletionPolicy"], resource["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


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
    def environment(self) -> Json:
        """Return the value of each variable, as the template has it."""
        shared = template()["Globals"]["Function"]["Environment"]["Variables"]
        return {**shared, **self.properties.get("Environment", {}).get("Variables", {})}

    @property
    def variables(self) -> set[str]:
        return {name for name in self.environment if not name.startswith(("POWERTOOLS_", "PYDANTIC_"))}

    @property
    def queues(self) -> dict[str, Json]:
        """What it listens to: the event's properties by the queue's name."""
        events = self.properties.get("Events", {}).values()
        return {
            name_in(event["Properties"]["Queue"]): event["Properties"] for event in events if event["Type"] == "SQS"
        }

    @property
    def role(self) -> Json:
        return resources("AWS::IAM::Role")[name_in(self.properties["Role"])]

    @property
    def statements(self) -> list[Json]:
        return [statement for policy in self.role["Policies"] for statement in policy["PolicyDocument"]["Statement"]]

    @property
    def permissions(self) -> set[Permission]:
        return {
            (action, _resource_name(resource))
            for statement in self.statements
            for action in as_list(statement["Action"])
            for resource in as_list(statement["Resource"])
        }

    @property
    def actions(self) -> set[str]:
        return {action for action, _ in self.permissions}

    def actions_on(self, table: str) -> set[str]:
        """Return what it may do with a table and its indexes."""
        return {action for action, resource in self.permissions if resource.partition("/")[0] == table}


def functions() -> list[Function]:
    return [Function(name, properties) for name, properties in resources("AWS::Serverless::Function").items()]


def _resource_name(resource: Any) -> str:
    match resource:
        case {"Ref": str(name)} | {"Fn::GetAtt": [str(name), "Arn"]}:
            return name
        case {"Fn::Sub": str(text)} if index := re.fullmatch(r"\$\{(\w+)\.Arn\}(/index/\w+)", text):
            return index[1] + index[2]
        case {"Fn::Sub": str(text)} if text in _NAMED_BY_ARN:
            return _NAMED_BY_ARN[text]
    return json.dumps(resource)
