"""Settings of feedback: the names that its stack gives it."""

from functions.runtime.settings import Settings


class FeedbackSettings(Settings):
    notice_ledger_table: str
    sending_table: str
    talent_pool_table: str
    pool_search_table: str
    digest_key_arn: str
    ses_events_dlq_url: str
