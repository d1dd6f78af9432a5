"""optin's composition root: clients, adapters, policy and clock, made once per process."""

import os
import uuid
from datetime import UTC, datetime, timedelta
from functools import cache

from functions.letters.wording import Wordings
from functions.mail.ses_sender import SesSender
from functions.optin.ports import Ports
from functions.optin.settings import OptinSettings
from functions.runtime import aws, startup
from functions.runtime.employers_file import read_employers
from functions.runtime.lazy import lazy
from functions.runtime.signing_keys import InvitationKeys
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.pool.talent_pool import TalentPool
from functions.stores.sending.do_not_contact import DoNotContactStore


@cache
def ports() -> Ports:
    settings, employers = OptinSettings.read(os.environ), read_employers()
    dynamodb, keep = aws.dynamodb(), timedelta(days=employers.default.policy.retention.proof_days)
    startup.freeze_gc()
    return Ports(
        policy=lambda source: employers.of(source).policy,
        keys=InvitationKeys(aws.secrets(), settings.invitation_secret_arn, _now),
        ledger=NoticeLedger(dynamodb, settings.notice_ledger_table, keep),
        pool=TalentPool(dynamodb, settings.talent_pool_table, keep),
        do_not_contact=DoNotContactStore(dynamodb, settings.sending_table, keep),
        # Only who joins needs it.
        mailer=SesSender(lazy(aws.ses), settings.configuration_set),
        wordings=Wordings(),
        site_url=settings.site_url,
        now=_now,
        new_id=lambda: uuid.uuid4().hex,
    )


def _now() -> datetime:
    return datetime.now(UTC)
