"""The services' descriptions as we read them beside the same as botocore does."""

import gzip
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse, HTTPHeaders
from botocore.config import Config
from botocore.exceptions import ClientError, UnknownServiceError
from botocore.loaders import JSONFileLoader, Loader
from botocore.session import Session
from urllib3 import HTTPResponse

from functions.runtime import aws
from functions.runtime.service_models import SERVICES, FastFileLoader, ServiceModels

CLIENTS = (aws.dynamodb, aws.kms, aws.scheduler, aws.secrets, aws.ses, aws.sqs)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("type_name", ["service-2", "endpoint-rule-set-1", "paginators-1"])
def test_a_description_is_the_one_that_botocore_reads(service: str, type_name: str) -> None:
    description = Loader().load_service_model(service, type_name)
    for operation in description.get("operations", {}).values():
        operation.pop("operationContextParams", None)
    own = ServiceModels().load_service_model(service, type_name)
    for name in _passed_on(own):
        del own["shapes"][name], description["shapes"][name]
    assert own == description


def test_only_items_are_passed_on_as_they_are() -> None:
    assert _passed_on(ServiceModels().load_service_model("dynamodb", "service-2")) == {
        "AttributeMap",
        "AttributeValue",
        "ExpressionAttributeValueMap",
        "ItemCollectionKeyAttributeMap",
        "Key",
        "MapAttributeValue",
        "PutItemInputAttributeMap",
    }


def _passed_on(description: Any) -> set[str]:
    return {name for name, shape in description.get("shapes", {}).items() if shape.get("document")}


_ITEM = {
    "application": {"S": "Zoë"},
    "cycle": {"N": "1"},
    "is_shared": {"BOOL": True},
    "later": {"NULL": True},
    "applications": {"SS": ["1", "2"]},
    "history": {"L": [{"M": {"at": {"S": ""}, "causes": {"L": []}, "values": {"M": {}}}}]},
}
_WRITE = {"TableName": "kr-NoticeLedger", "ConditionExpression": "size(a) < :max", "ExpressionAttributeValues": _ITEM}


@pytest.mark.parametrize(
    ("operation", "request_", "answer"),
    [
        ("put_item", {**_WRITE, "Item": _ITEM}, {}),
        ("get_item", {"TableName": "kr-Sending", "Key": _ITEM}, {"Item": _ITEM}),
        ("update_item", {**_WRITE, "Key": _ITEM, "UpdateExpression": "SET a = :a"}, {"Attributes": _ITEM}),
        (
            "query",
            {"TableName": "kr-Sending", "ExclusiveStartKey": _ITEM},
            {"Items": [_ITEM], "LastEvaluatedKey": _ITEM},
        ),
        ("batch_get_item", {"RequestItems": {"t": {"Keys": [_ITEM]}}}, {"Responses": {"t": [_ITEM, {}]}}),
        ("batch_get_item", {"RequestItems": {"t": {"Keys": [_ITEM]}}}, {"UnprocessedKeys": {"t": {"Keys": [_ITEM]}}}),
        (
            "transact_write_items",
            {"TransactItems": [{"Put": {**_WRITE, "Item": _ITEM}}, {"Update": _WRITE}], "ClientRequestToken": "1"},
            {},
        ),
    ],
)
def test_a_call_sends_and_returns_what_botocores_own_does(operation: str, request_: Any, answer: Any) -> None:
    own, botocores = (_call(models, operation, request_, answer) for models in (ServiceModels(), Loader()))
    assert own == botocores


@pytest.mark.parametrize(
    ("error", "details"),
    [
        ("ConditionalCheckFailedException", {"Item": _ITEM}),
        ("TransactionCanceledException", {"CancellationReasons": [{"Code": "None"}, {"Code": "a", "Item": _ITEM}]}),
    ],
)
def test_an_error_has_what_botocores_own_has(error: str, details: Any) -> None:
    answer = {"__type": f"com.amazonaws.dynamodb.v20120810#{error}", "message": "no", **details}
    own, botocores = (
        _call(models, "put_item", {**_WRITE, "Item": _ITEM}, answer, 400) for models in (ServiceModels(), Loader())
    )
    assert own == botocores
    assert own[2] == error


@pytest.mark.parametrize("mode", ["preferred", "disabled"])
def test_a_transaction_goes_where_botocore_sends_it(monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    monkeypatch.setenv("AWS_ACCOUNT_ID", "123456789012")
    monkeypatch.setenv("AWS_ACCOUNT_ID_ENDPOINT_MODE", mode)
    assert _address_of_a_transaction(ServiceModels()) == _address_of_a_transaction(Loader())


def _address_of_a_transaction(models: Loader) -> str:
    write = {"Put": {"TableName": "kr-Sending", "Item": {"id": {"S": "1"}}}}
    ((address, _), *_) = _call(models, "transact_write_items", {"TransactItems": [write]}, {})
    return address


def _call(
    models: Loader, operation: str, request: Any, answer: Any, status: int = 200
) -> tuple[tuple[str, Any], Any, str]:
    """Return the call's address and body, what its caller gets, and the name of the error, if it is one."""
    session, sent = Session(), list[tuple[str, Any]]()
    session.register_component("data_loader", models)
    # As in `functions/runtime/aws.py`.
    client: Any = session.create_client("dynamodb", config=Config(parameter_validation=False))

    def respond(request: AWSPreparedRequest, **_: object) -> AWSResponse:
        sent.append((request.url, request.body))
        body = HTTPResponse(BytesIO(json.dumps(answer).encode()), preload_content=False)
        return AWSResponse(request.url, status, HTTPHeaders(), body)

    client.meta.events.register("before-send", respond)
    try:
        returned, error = getattr(client, operation)(**request), ""
    except ClientError as err:
        returned, error = err.response, type(err).__name__
    return sent[0], returned, error


@pytest.mark.parametrize("name", ["endpoints", "partitions", "sdk-default-configuration", "_retry"])
def test_so_is_what_all_services_share(name: str) -> None:
    assert ServiceModels().load_data(name) == Loader().load_data(name)


def test_there_is_a_client_for_each_service_that_is_found() -> None:
    assert {client().meta.service_model.service_name for client in CLIENTS} == set(SERVICES)


def test_another_service_is_not_found() -> None:
    with pytest.raises(UnknownServiceError):
        ServiceModels().load_service_model("s3", "service-2")


@pytest.mark.parametrize("extension", [".json", ".json.gz"])
def test_a_file_is_read_packed_or_not(extension: str, tmp_path: Path) -> None:
    content = json.dumps({"name": "Zoë"}, ensure_ascii=False).encode()
    (tmp_path / f"model{extension}").write_bytes(gzip.compress(content) if extension.endswith("gz") else content)
    assert FastFileLoader().load_file(str(tmp_path / "model")) == {"name": "Zoë"}


def test_a_file_in_a_form_that_is_new_is_left_to_botocore(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(JSONFileLoader, "load_file", lambda _self, path: {"read by botocore": path})
    assert FastFileLoader().load_file(str(tmp_path / "model")) == {"read by botocore": str(tmp_path / "model")}
