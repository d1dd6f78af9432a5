"""Settings of notify: the names that its stack gives it."""

from typing import Annotated, Literal

from pydantic import Field

from functions.domain.employers.policy import Hold
from functions.runtime.origin import Origin
from functions.runtime.settings import Settings


class NotifySettings(Settings):
    decisions_queue_arn: str
    decisions_queue_url: str
    decisions_dlq_url: str
    due_notices_queue_arn: str
    due_notices_queue_url: str
    due_notices_dlq_arn: str
    schedule_group: str
    scheduler_role_arn: str
    configuration_set: str
    notice_ledger_table: str
    sending_table: str
    talent_pool_table: str
    pool_search_table: str
    invitation_secret_arn: str
    digest_key_arn: str
    site_url: Origin
    max_send_rate: Annotated[float, Field(ge=0)] = 0
    most_per_job_and_hour: Annotated[int, Field(ge=1)] | None = None
    notice_hold: Hold | None = None
    notice_window: Literal["off"] | None = None
