"""The employer's own words and addresses, from `functions/company.toml`."""

from tomllib import TOMLDecodeError

from pydantic import ValidationError

from functions.domain.company import Company
from functions.runtime.company_file import COMPANY_FILE, read_company
from local.failure import Failure
from local.paths import shown


def company() -> Company:
    """The policy as the functions will read it. Raises Failure that names each field that is wrong."""
    try:
        return read_company()
    except (TOMLDecodeError, ValidationError) as err:
        raise Failure(f"{shown(COMPANY_FILE)}: {err}", "correct it; each field is explained there") from None


def sender_domain(policy: Company) -> str:
    return policy.sender.email.reveal().rpartition("@")[2]
