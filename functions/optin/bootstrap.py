"""optin's composition root: clients, adapters, policy and clock, made once per process."""

import os
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from secrets import token_hex
from typing import TYPE_CHECKING

from functions.optin.ports import Ports
from functions.optin.settings import OptinSettings
from functions.runtime import aws, startup
from functions.runtime.digest_key import DigestKey
from functions.runtime.employers_file import read_employers
from functions.runtime.lazy import lazy
from functions.runtime.signing_keys import SigningKeys
from functions.runtime.sqs.due_notices import DueNoticesQueue
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.pool.talent_pool import TalentPool

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from functions.runtime.receipt_signer import ReceiptSigner
    from functions.stores.pool.access_log import AccessLog
    from functions.stores.sending.link_limits import LinkLimits


@cache
def ports() -> Ports:
    settings, employers = OptinSettings.read(os.environ), read_employers()
    dynamodb, keep = aws.dynamodb(), timedelta(days=employers.default.policy.retention.proof_days)
    ledger = NoticeLedger(dynamodb, settings.notice_ledger_table, keep)
    secrets = aws.secrets()
    keys, keyed = (
        SigningKeys(secrets, settings.invitation_secret_arn, _now),
        DigestKey(secrets, settings.digest_key_arn),
    )
    # After the clients: they are most of what a process keeps.
    startup.freeze_gc()
    return Ports(
        employers=employers,
        keys=keys,
        ledger=ledger,
        pool=TalentPool(
            dynamodb, settings.talent_pool_table, settings.pool_search_table, keep, keyed, open_notice=ledger.opening
        ),
        # Only joining queues an email: no other call waits for this client.
        due_notices=DueNoticesQueue(lazy(aws.sqs), settings.due_notices_queue_url),
        link_limits=lazy(partial(_link_limits, dynamodb, settings.sending_table, keyed)),
        access_log=lazy(partial(_access_log, dynamodb, settings.access_log_table)),
        receipt_signer=lazy(partial(_receipt_signer, settings.receipt_key_alias)),
        now=_now,
        new_id=partial(token_hex, 16),
        default_language=employers.default.policy.languages.default,
        keyed=keyed,
        site_url=settings.site_url,
        region=dynamodb.meta.region_name,
        origin_secrets=tuple(filter(None, settings.origin_secret.split(","))),
    )


def _link_limits(dynamodb: "DynamoDBClient", table: str, keyed: DigestKey) -> "LinkLimits":
    # Only a request for a link needs it.
    from functions.stores.sending.link_limits import LinkLimits  # noqa: PLC0415

    return LinkLimits(dynamodb, table, keyed)


def _access_log(dynamodb: "DynamoDBClient", table: str) -> "AccessLog":
    # Only an export reads it.
    from functions.stores.pool.access_log import AccessLog  # noqa: PLC0415

    keep = timedelta(days=read_employers().default.policy.retention.access_log_days)
    return AccessLog(dynamodb, table, keep, partial(token_hex, 16))


def _receipt_signer(alias: str) -> "ReceiptSigner":
    # Only a consent needs it.
    from functions.runtime.receipt_signer import ReceiptSigner  # noqa: PLC0415

    return ReceiptSigner(aws.kms(), alias, _now)


def _now() -> datetime:
    return datetime.now(UTC)
