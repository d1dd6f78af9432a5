"""What a function asks of AWS while it runs, as IAM sees it: the function, the action and the template's resource."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from functions.runtime import aws
from tests.architecture.template import Permission, functions, name_in, template

type Params = dict[str, Any]
type Used = set[tuple[str, Permission]]

FUNCTIONS = {function.package: function for function in functions()}


@contextmanager
def used_permissions() -> Iterator[Used]:
    """Collect the permissions of every call that a function's clients make."""
    used: Used = set()

    def note(**call: Any) -> None:
        function = os.environ["POWERTOOLS_SERVICE_NAME"]
        names = _names(function)
        for action, resource in _permissions(call["model"].name, call["params"]):
            used.add((function, (action, _logical(action, resource, names))))

    session = aws._session()
    session.register("before-parameter-build", note)
    try:
        yield used
    finally:
        session.unregister("before-parameter-build", note)


def _names(function: str) -> dict[tuple[str, str], str]:
    """Return the logical name of each resource in the function's environment, by service and value."""
    names = {("ses", "identity"): "SenderIdentity"}
    for variable, value in FUNCTIONS[function].environment.items():
        resource = template()["Resources"].get(name_in(value)) if {"Ref", "Fn::GetAtt"} & set(value) else None
        if resource and variable in os.environ:
            names[resource["Type"].split("::")[1].lower(), os.environ[variable]] = name_in(value)
    return names


def _logical(action: str, resource: str, names: dict[tuple[str, str], str]) -> str:
    """Return the logical name; or the value itself, which no role names, where the environment does not have it."""
    service, (owner, slash, index) = action.partition(":")[0], resource.partition("/index/")
    return names.get((service, owner), owner) + slash + index


def _permissions(operation: str, params: Params) -> Iterator[Permission]:
    """Yield each action that IAM checks for a call, with the resource as the call names it."""
    match operation:
        case "BatchGetItem":
            yield from (("dynamodb:BatchGetItem", table) for table in params["RequestItems"])
        case "TransactWriteItems":
            writes = [write for item in params["TransactItems"] for write in item.items()]
            yield from ((f"dynamodb:{kind}Item", write["TableName"]) for kind, write in writes)
        case "Query" if "IndexName" in params:
            yield "dynamodb:Query", f"{params['TableName']}/index/{params['IndexName']}"
        case "ChangeMessageVisibilityBatch":
            yield "sqs:ChangeMessageVisibility", params["QueueUrl"]
        case "SendMessage":
            yield "sqs:SendMessage", params["QueueUrl"]
        case "SendEmail":
            # SES authorises a raw message as both actions, on the sender and on the configuration set.
            for action in ("ses:SendEmail", "ses:SendRawEmail"):
                yield from ((action, resource) for resource in ("identity", params["ConfigurationSetName"]))
        case "CreateSchedule":
            yield "scheduler:CreateSchedule", params["GroupName"]
            yield "iam:PassRole", params["Target"]["RoleArn"]
        case "GetSecretValue":
            yield "secretsmanager:GetSecretValue", params["SecretId"]
        case _:
            yield f"dynamodb:{operation}", params["TableName"]
