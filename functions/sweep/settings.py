"""Settings of the sweep: the names that its stack gives it."""

from functions.runtime.settings import Settings


class SweepSettings(Settings):
    notice_ledger_table: str
    review_index: str
    due_notices_queue_url: str
