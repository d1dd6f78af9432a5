"""optin's composition root: clients, adapters, policy and clock, made once per process."""

import os
import uuid
from datetime import UTC, datetime, timedelta
from functools import cache, partial

from functions.optin.ports import Mailer, Ports, Wordings
from functions.optin.settings import OptinSettings
from functions.runtime import aws, startup
from functions.runtime.employers_file import read_employers
from functions.runtime.lazy import lazy
from functions.runtime.signing_keys import SigningKeys
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.pool.talent_pool import TalentPool
from functions.stores.sending.do_not_contact import DoNotContact


@cache
def ports() -> Ports:
    settings, employers = OptinSettings.read(os.environ), read_employers()
    dynamodb, keep = aws.dynamodb(), timedelta(days=employers.default.policy.retention.proof_days)
    # After the clients: they are most of what a process keeps.
    startup.freeze_gc()
    return Ports(
        policy=lambda source: employers.of(source).policy,
        keys=SigningKeys(aws.secrets(), settings.invitation_secret_arn, _now),
        ledger=NoticeLedger(dynamodb, settings.notice_ledger_table, keep),
        pool=TalentPool(dynamodb, settings.talent_pool_table, keep),
        do_not_contact=DoNotContact(dynamodb, settings.sending_table, keep),
        # Only joining sends an email: no other call waits for these imports.
        mailer=lazy(partial(_mailer, settings)),
        wordings=lazy(_wordings),
        site_url=settings.site_url,
        now=_now,
        new_id=lambda: uuid.uuid4().hex,
    )


def _mailer(settings: OptinSettings) -> Mailer:
    from functions.mail.ses_sender import SesSender  # noqa: PLC0415

    return SesSender(aws.ses(), settings.configuration_set)


def _wordings() -> Wordings:
    from functions.letters.wording import Wordings  # noqa: PLC0415

    return Wordings()


def _now() -> datetime:
    return datetime.now(UTC)
