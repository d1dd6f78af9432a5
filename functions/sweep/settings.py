"""What the sweep needs to know of its stack."""

from functions.runtime.settings import Settings


class SweepSettings(Settings):
    notice_ledger_table: str
    review_index: str
    due_notices_queue_url: str
