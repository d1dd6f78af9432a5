"""optin's environment variables."""

from functions.runtime.settings import Settings


class OptinSettings(Settings):
    notice_ledger_table: str
    talent_pool_table: str
    pool_search_table: str
    invitation_secret_arn: str
    digest_key_arn: str
    due_notices_queue_url: str
    sending_table: str
    access_log_table: str
    site_url: str
    receipt_key_alias: str
    origin_secret: str = ""
