"""The stack of the candidate's page, and the operator's connection to it."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from secrets import token_hex

import pytest

from functions.runtime.employers_file import read_employers
from functions.stores.pool.access_log import AccessLog
from functions.stores.pool.talent_pool import TalentPool
from ops.pool.connection import connect_to
from ops.pool.search import connection as search_connection
from tests.access_log_table import ACCESS_LOG, create_access_log
from tests.handlers.optin_stack import ENVIRONMENT, Stack, running_stack
from tests.moto_aws import aws_with, client
from tests.optin_builders import DIGEST_KEY, SITE_URL, keyed
from tests.pool_tables import create_pool_tables
from tests.unit.ops.pool.desk import Desk
from tests.unit.ops.pool.search_desk import SearchDesk

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


@pytest.fixture
def search_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SearchDesk]:
    with aws_with(_create_for_searches):
        dynamodb, keep = client("dynamodb"), timedelta(days=1096)
        pool = TalentPool(dynamodb, "TalentPool", "PoolSearch", keep, keyed)
        log = AccessLog(dynamodb, ACCESS_LOG, keep, partial(token_hex, 16))
        desk = SearchDesk(pool, log, tmp_path, read_employers())
        names = {name: name for name in ("TalentPool", "PoolSearch", "AccessLog", "DigestKey")}
        monkeypatch.setattr(
            "ops.pool.search.connection.connect",
            lambda *, local: search_connection.connect_to(
                "account 123 in eu-west-1", client, names, desk.employers, local=local
            ),
        )
        yield desk


def _create_for_searches() -> None:
    client("secretsmanager").create_secret(Name="DigestKey", SecretString=DIGEST_KEY)
    create_pool_tables()
    create_access_log()
