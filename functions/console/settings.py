"""The console's environment variables."""

from functions.runtime.settings import Settings


class ConsoleSettings(Settings):
    notice_ledger_table: str
    talent_pool_table: str
    pool_search_table: str
    access_log_table: str
    sending_table: str
    digest_key_arn: str
    invitation_secret_arn: str
    due_notices_queue_url: str
    review_index: str
    site_url: str
    origin_secret: str = ""
    groups_claim: str = "cognito:groups"
