"""What a function asks of AWS while it runs, as IAM sees it: the function, the action and the template's resource."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
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
        for action, resource in _permissions(call["model"].name, call["params"]):
            used.add((function, (action, _logical_name(function, action, resource))))

    session = aws._session()
    session.register("before-parameter-build", note)
    try:
        yield used
    finally:
        session.unregister("before-parameter-build", note)


def _logical_name(function: str, action: str, resource: str) -> str:
    """Return the template's name of a resource; the call's own name of it, which no role has, if there is none."""
    (service, _), (owner, slash, index) = action.split(":"), resource.partition("/index/")
    for variable, of, name in _named_by_variables(function):
        if of == service and os.environ.get(variable) == owner:
            return name + slash + index
    return resource


@cache
def _named_by_variables(function: str) -> list[tuple[str, str, str]]:
    """Return each variable that names a resource, with the resource's service and logical name."""
    variables = FUNCTIONS[function].environment.items()
    named = {variable: name_in(value) for variable, value in variables if {"Ref", "Fn::GetAtt"} & set(value)}
    types = {name: resource["Type"] for name, resource in template()["Resources"].items()}
    return [(variable, types[name].split("::")[1].lower(), name) for variable, name in named.items() if name in types]


def _of_schedule(operation: str, params: Params) -> Iterator[Permission]:
    yield f"scheduler:{operation}", params["GroupName"]
    if "Target" in params:
        yield "iam:PassRole", params["Target"]["RoleArn"]


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
        case "ChangeMessageVisibilityBatch" | "SendMessage":
            yield f"sqs:{operation.removesuffix('Batch')}", params["QueueUrl"]
        case "SendEmail":
            # SES authorises a raw message as both actions, on the sender and on the configuration set.
            for action in ("ses:SendEmail", "ses:SendRawEmail"):
                yield from ((action, resource) for resource in ("SenderIdentity", params["ConfigurationSetName"]))
        case "CreateSchedule" | "DeleteSchedule":
            yield from _of_schedule(operation, params)
        case "GetSecretValue":
            yield "secretsmanager:GetSecretValue", params["SecretId"]
        case _ if "TableName" in params:
            yield f"dynamodb:{operation}", params["TableName"]
        case _:
            # A key in KMS: IAM is asked about the alias that it has, by whichever of its names it is called.
            yield f"kms:{operation}", "ReceiptKeyAlias"
