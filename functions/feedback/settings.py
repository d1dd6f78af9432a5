"""Settings of feedback: the names that its stack gives it."""

from functions.runtime.settings import Settings


class FeedbackSettings(Settings):
    notice_ledger_table: str
    sending_table: str
    ses_events_dlq_url: str
