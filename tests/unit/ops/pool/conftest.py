"""The stack of the candidate's page, and the operator's connection to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from functions.runtime.employers_file import read_employers
from ops.pool.connection import connect_to
from tests.handlers.optin_stack import ENVIRONMENT, Stack, running_stack
from tests.moto_aws import client
from tests.optin_builders import SITE_URL
from tests.unit.ops.pool.desk import Desk

TABLES_AND_SECRETS = (
    "NoticeLedger",
    "TalentPool",
    "PoolSearch",
    "AccessLog",
    "Sending",
    "InvitationSecret",
    "DigestKey",
)


@pytest.fixture
def stack() -> Iterator[Stack]:
    with running_stack() as stack:
        yield stack


@pytest.fixture
def desk(stack: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    desk = Desk(stack, tmp_path, read_employers())
    names = {name: name for name in TABLES_AND_SECRETS}
    names |= {"ReceiptKeyAlias": ENVIRONMENT["RECEIPT_KEY_ALIAS"], "SiteUrl": SITE_URL}
    names["DueNotices"] = client("sqs").get_queue_url(QueueName="DueNotices")["QueueUrl"]
    monkeypatch.setattr(
        "ops.pool.connection.connect",
        lambda *, local: connect_to("account 123 in eu-west-1", client, names, desk.employers, local=local),
    )
    return desk
