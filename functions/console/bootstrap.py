"""The console's composition root: clients, adapters, policy and clock, made once per process."""

import os
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from secrets import token_hex

from functions.console.ports import Ports
from functions.console.settings import ConsoleSettings
from functions.runtime import aws, startup
from functions.runtime.digest_key import DigestKey
from functions.runtime.employers_file import read_employers
from functions.stores.pool.access_log import AccessLog
from functions.stores.pool.pool_search import PoolSearch
from functions.stores.pool.talent_pool import TalentPool


@cache
def ports() -> Ports:
    settings, employers = ConsoleSettings.read(os.environ), read_employers()
    dynamodb, retention = aws.dynamodb(), employers.default.policy.retention
    keyed, new_id = DigestKey(aws.secrets(), settings.digest_key_arn), partial(token_hex, 16)
    keep = timedelta(days=retention.access_log_days)
    startup.freeze_gc()
    return Ports(
        employers=employers,
        pool=TalentPool(
            dynamodb,
            settings.talent_pool_table,
            settings.pool_search_table,
            timedelta(days=retention.proof_days),
            keyed,
        ),
        index=PoolSearch(dynamodb, settings.pool_search_table),
        access_log=AccessLog(dynamodb, settings.access_log_table, keep, new_id),
        keyed=keyed,
        now=_now,
        new_id=new_id,
        groups_claim=settings.groups_claim,
        origin_secrets=tuple(filter(None, settings.origin_secret.split(","))),
    )


def _now() -> datetime:
    return datetime.now(UTC)
