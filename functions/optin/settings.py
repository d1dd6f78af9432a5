"""optin's environment variables."""

from functions.runtime.origin import Origin
from functions.runtime.settings import Settings


class OptinSettings(Settings):
    notice_ledger_table: str
    talent_pool_table: str
    sending_table: str
    invitation_secret_arn: str
    configuration_set: str
    site_url: Origin
