"""The employer's own words and addresses, from `functions/company.toml`."""

from tomllib import TOMLDecodeError

from pydantic import ValidationError

from functions.domain.company import Company
from functions.runtime.company_file import COMPANY_FILE, read_company
from local.failure import Failure
from local.paths import shown

# pydantic speaks of its types; these are the words of the file.
_OWN_WORDS = {
    "time_delta_parsing": "not an ISO 8601 duration such as PT24H",
    "time_delta_type": "not an ISO 8601 duration such as PT24H",
    "extra_forbidden": "no such setting",
    "missing": "is missing",
}


def company() -> Company:
    """The policy as the functions will read it. Raises Failure with one line per mistake."""
    try:
        return read_company()
    except TOMLDecodeError as err:
        raise _failure([str(err)]) from None
    except ValidationError as err:
        raise _failure(mistakes(err)) from None


def mistakes(err: ValidationError) -> list[str]:
    """Each mistake as `setting: rule`, without the value."""
    found = err.errors(include_url=False, include_context=False, include_input=False)
    return [f"{'.'.join(map(str, one['loc']))}: {_rule(one['type'], one['msg'])}" for one in found]


def sender_domain(policy: Company) -> str:
    return policy.sender.email.reveal().rpartition("@")[2]


def _rule(kind: str, message: str) -> str:
    return _OWN_WORDS.get(kind, message.removeprefix("Value error, "))


def _failure(lines: list[str]) -> Failure:
    listed = "".join(f"\n  {line}" for line in lines)
    return Failure(f"{shown(COMPANY_FILE)} can't be used:{listed}", "correct it; each setting is explained there")
