"""The template's functions against their code."""

import importlib
import inspect
import os
import subprocess
import sys

import pytest

from functions.runtime.settings import Settings
from tests.architecture.client_calls import actions_by_module
from tests.architecture.template import ROOT, Function, as_list, functions, name_in, resources, template

EVERY_FUNCTION = pytest.mark.parametrize("function", functions(), ids=lambda function: function.name)
STORES = {
    "NoticeLedger": "ledger",
    "Sending": "sending",
    "TalentPool": "pool",
    "PoolSearch": "pool",
    "AccessLog": "pool",
}
LOGS = {"logs:CreateLogStream", "logs:PutLogEvents"}
LISTENING = {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}


def settings_of(function: Function) -> type[Settings]:
    module = importlib.import_module(f"functions.{function.package}.settings")
    classes = [
        value for value in vars(module).values() if inspect.isclass(value) and value.__module__ == module.__name__
    ]
    (settings,) = [found for found in classes if issubclass(found, Settings)]
    return settings


def test_the_functions_are_there() -> None:
    assert {function.package for function in functions()} == {"notify", "feedback", "sweep", "optin", "console"}


@EVERY_FUNCTION
def test_a_handler_is_there(function: Function) -> None:
    module, _, name = function.handler.rpartition(".")
    assert callable(getattr(importlib.import_module(module), name))


@EVERY_FUNCTION
def test_a_function_gets_exactly_the_variables_that_its_settings_read(function: Function) -> None:
    assert function.variables == {name.upper() for name in settings_of(function).model_fields}


@EVERY_FUNCTION
def test_a_handler_is_imported_without_environment_and_makes_no_client(function: Function) -> None:
    module = function.handler.rpartition(".")[0]
    check = "import boto3, botocore.session as b; boto3.client = boto3.Session = b.get_session = b.Session = None"
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", f"{check}; import {module}"], env=bare, check=False, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()


@EVERY_FUNCTION
def test_a_function_may_do_nothing_that_its_code_does_not_call(function: Function) -> None:
    called = set().union(*actions_by_module(function.package).values())
    # By name, a shared module reaches more than one function calls; tests/handlers/test_permissions.py is exact.
    assert function.actions <= called | LOGS | (LISTENING if function.queues else set())


@EVERY_FUNCTION
@pytest.mark.parametrize("table", STORES)
def test_a_function_may_do_nothing_with_a_table_that_its_stores_do_not_do(function: Function, table: str) -> None:
    called = actions_by_module(function.package)
    stores = [actions for module, actions in called.items() if module.startswith(f"functions.stores.{STORES[table]}.")]
    assert function.actions_on(table) <= set().union(*stores)


@EVERY_FUNCTION
def test_a_queue_waits_six_times_as_long_as_the_function_may_run(function: Function) -> None:
    queues = resources("AWS::SQS::Queue")
    for name in function.queues:
        assert queues[name]["VisibilityTimeout"] >= 6 * function.properties["Timeout"]


@EVERY_FUNCTION
def test_a_message_that_fails_comes_back_alone(function: Function) -> None:
    for event in function.queues.values():
        assert event["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


@EVERY_FUNCTION
def test_a_role_is_one_functions_alone(function: Function) -> None:
    assert [other.name for other in functions() if other.properties["Role"] == function.properties["Role"]] == [
        function.name
    ]


@EVERY_FUNCTION
def test_a_role_is_assumed_by_lambda_and_permits_only_what_its_statements_say(function: Function) -> None:
    (trust,) = function.role["AssumeRolePolicyDocument"]["Statement"]
    assert trust == {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    # SAM would add what these say to the role, or make one of its own.
    for properties in (function.properties, template()["Globals"]["Function"]):
        assert not {"Policies", "VpcConfig", "Tracing", "DeadLetterQueue"} & set(properties)
    assert "Connectors" not in template()["Resources"][function.name]


@EVERY_FUNCTION
def test_a_function_passes_its_role_to_nobody_but_the_scheduler_and_signs_with_one_key(function: Function) -> None:
    conditions = {action: s.get("Condition") for s in function.statements for action in as_list(s["Action"])}
    only_scheduler = {"StringEquals": {"iam:PassedToService": "scheduler.amazonaws.com"}}
    only_alias = {"ForAnyValue:StringEquals": {"kms:ResourceAliases": {"Ref": "ReceiptKeyAlias"}}}
    narrowed = {
        "notify": {"iam:PassRole": only_scheduler},
        "optin": {"kms:GetPublicKey": only_alias, "kms:Sign": only_alias},
    }
    assert {action: condition for action, condition in conditions.items() if condition} == narrowed.get(
        function.package, {}
    )


@EVERY_FUNCTION
def test_a_function_logs_into_a_group_that_forgets(function: Function) -> None:
    group = resources("AWS::Logs::LogGroup")[name_in(function.properties["LoggingConfig"]["LogGroup"])]
    assert group["RetentionInDays"] == {"Ref": "LogRetentionDays"}


@EVERY_FUNCTION
def test_a_function_is_built_from_the_one_artifact(function: Function) -> None:
    metadata = template()["Resources"][function.name]["Metadata"]
    assert metadata["BuildProperties"] == {"ParentPackageMode": "explicit", "ParentPackages": "functions"}
    assert template()["Globals"]["Function"]["CodeUri"] == "../functions"


def test_a_role_has_no_other_policies_and_a_policy_no_other_elements() -> None:
    assert not [kind for kind in _kinds() if kind.startswith("AWS::IAM::") and kind != "AWS::IAM::Role"]
    for role in resources("AWS::IAM::Role").values():
        assert set(role) == {"AssumeRolePolicyDocument", "Policies"}
        for policy in role["Policies"]:
            for statement in policy["PolicyDocument"]["Statement"]:
                assert set(statement) - {"Condition"} == {"Sid", "Effect", "Action", "Resource"}
                assert statement["Effect"] == "Allow"
                assert "*" not in as_list(statement["Resource"])
                assert not any("*" in action for action in as_list(statement["Action"]))


def _kinds() -> set[str]:
    return {resource["Type"] for resource in template()["Resources"].values()}
