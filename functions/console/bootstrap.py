"""The console's composition root: clients, adapters, policy and clock, made once per process."""

import os
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from secrets import token_hex
from typing import TYPE_CHECKING

from functions.console.ports import Ports
from functions.console.settings import ConsoleSettings
from functions.domain.employers.employers import Employers
from functions.runtime import aws, startup
from functions.runtime.digest_key import DigestKey
from functions.runtime.employers_file import read_employers
from functions.runtime.lazy import lazy
from functions.stores.pool.access_log import AccessLog
from functions.stores.pool.pool_search import PoolSearch
from functions.stores.pool.talent_pool import TalentPool

if TYPE_CHECKING:
    from functions.console.notice_ports import NoticePorts


@cache
def ports() -> Ports:
    settings, employers = ConsoleSettings.read(os.environ), read_employers()
    dynamodb, retention = aws.dynamodb(), employers.default.policy.retention
    keyed, new_id = DigestKey(aws.secrets(), settings.digest_key_arn), partial(token_hex, 16)
    keep = timedelta(days=retention.access_log_days)
    proof = timedelta(days=retention.proof_days)
    pool = TalentPool(dynamodb, settings.talent_pool_table, settings.pool_search_table, proof, keyed)
    startup.freeze_gc()
    return Ports(
        employers=employers,
        pool=pool,
        index=PoolSearch(dynamodb, settings.pool_search_table),
        access_log=AccessLog(dynamodb, settings.access_log_table, keep, new_id),
        keyed=keyed,
        now=_now,
        new_id=new_id,
        # Most calls are searches, which need none of it.
        notices=lazy(partial(_notices, settings, employers, pool, keyed)),
        groups_claim=settings.groups_claim,
        origin_secrets=tuple(filter(None, settings.origin_secret.split(","))),
    )


def _notices(settings: ConsoleSettings, employers: Employers, pool: TalentPool, keyed: DigestKey) -> "NoticePorts":
    from functions.console.notice_ports import NoticePorts  # noqa: PLC0415
    from functions.letters.rejection_composer import RejectionComposer  # noqa: PLC0415
    from functions.letters.wording import read_wordings  # noqa: PLC0415
    from functions.runtime.signing_keys import SigningKeys  # noqa: PLC0415
    from functions.runtime.sqs.due_notices import DueNoticesQueue  # noqa: PLC0415
    from functions.stores.ledger.notice_ledger import NoticeLedger  # noqa: PLC0415
    from functions.stores.ledger.review_queue import ReviewQueue  # noqa: PLC0415
    from functions.stores.sending.bursts import BurstStore  # noqa: PLC0415

    dynamodb, table = aws.dynamodb(), settings.notice_ledger_table
    keys = SigningKeys(aws.secrets(), settings.invitation_secret_arn, _now)
    return NoticePorts(
        # `keep` only matters for notices that are opened, and a desk opens none.
        ledger=NoticeLedger(dynamodb, table, timedelta(0)),
        reviews=ReviewQueue(dynamodb, table, settings.review_index),
        bursts=BurstStore(dynamodb, settings.sending_table),
        enqueue=DueNoticesQueue(lazy(aws.sqs), settings.due_notices_queue_url).enqueue,
        composer=RejectionComposer(employers, read_wordings(), keys, settings.site_url, keyed),
        mailboxes=pool,
    )


def _now() -> datetime:
    return datetime.now(UTC)
