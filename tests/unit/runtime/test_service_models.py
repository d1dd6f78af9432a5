"""The services' descriptions as we read them beside the same as botocore does."""

import gzip
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse, HTTPHeaders
from botocore.exceptions import UnknownServiceError
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
    assert ServiceModels().load_service_model(service, type_name) == description


@pytest.mark.parametrize("mode", ["preferred", "disabled"])
def test_a_transaction_goes_where_botocore_sends_it(monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    monkeypatch.setenv("AWS_ACCOUNT_ID", "123456789012")
    monkeypatch.setenv("AWS_ACCOUNT_ID_ENDPOINT_MODE", mode)
    assert _address_of_a_transaction(ServiceModels()) == _address_of_a_transaction(Loader())


def _address_of_a_transaction(models: Loader) -> str:
    session, addresses = Session(), list[str]()
    session.register_component("data_loader", models)
    client: Any = session.create_client("dynamodb")

    def answer(request: AWSPreparedRequest, **_: object) -> AWSResponse:
        addresses.append(request.url)
        return AWSResponse(request.url, 200, HTTPHeaders(), HTTPResponse(BytesIO(b"{}"), preload_content=False))

    client.meta.events.register("before-send", answer)
    client.transact_write_items(TransactItems=[{"Put": {"TableName": "kr-Sending", "Item": {"id": {"S": "1"}}}}])
    return addresses[0]


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
