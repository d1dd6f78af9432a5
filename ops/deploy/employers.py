"""The employers' own words and addresses, from `functions/company.toml`."""

from tomllib import TOMLDecodeError

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from functions.domain.employers.employers import Employers
from functions.domain.employers.policy import EmployerPolicy
from ops.deploy.company_file import COMPANY_FILE, read_company
from ops.terminal.failure import Failure
from ops.terminal.paths import shown

# pydantic speaks of its types; these are the words of the file.
_OWN_WORDS = {
    "bool_parsing": "should be true or false",
    "bool_type": "should be true or false",
    "extra_forbidden": "no such setting",
    "greater_than_equal": "should be at least {ge}",
    "int_from_float": "should be a whole number",
    "int_parsing": "should be a whole number",
    "int_type": "should be a whole number",
    "less_than_equal": "should be at most {le}",
    "list_type": "should be a list",
    "literal_error": "should be {expected}",
    "missing": "is missing",
    "model_type": "should be a table of settings",
    "string_pattern_mismatch": "should match {pattern}",
    "string_too_short": "is empty",
    "string_type": "should be text in quotes",
    "time_delta_parsing": "not an ISO 8601 duration such as PT24H",
    "time_delta_type": "not an ISO 8601 duration such as PT24H",
    "too_short": "should have at least {min_length}",
}


def employers() -> Employers:
    """Return all employers' settings as the functions will read them. Raises Failure with one line per mistake."""
    try:
        found = read_company()
        if wrong := [line for employer in found.others for line in _mistakes_of(employer, found)]:
            raise _failure(wrong)
    except OSError as err:
        raise _failure([str(err.strerror)]) from None
    except UnicodeDecodeError:
        raise _failure(["is not UTF-8 text"]) from None
    except TOMLDecodeError as err:
        raise _failure([str(err)]) from None
    except ValidationError as err:
        raise _failure(mistakes(err)) from None
    return found


def mistakes(err: ValidationError) -> list[str]:
    """Each mistake as `setting: rule`, without the value."""
    return [_line(one) for one in err.errors(include_url=False, include_input=False)]


def sender_domain(policy: EmployerPolicy) -> str:
    return policy.sender.email.reveal().rpartition("@")[2]


def _mistakes_of(employer: str, found: Employers) -> list[str]:
    where = f"employers.{employer}"
    try:
        domain = sender_domain(found.get(employer).policy)
    except ValidationError as err:
        return [f"{where}.{line}" for line in mistakes(err)]
    ours = sender_domain(found.default.policy)
    # The one that the stack verifies with SES, and may send from.
    if domain != ours and not domain.endswith(f".{ours}"):
        return [f"{where}.sender.email: should be in the domain of sender.email above, or below it"]
    return []


def _line(one: ErrorDetails) -> str:
    # A rule about several settings names them itself, and has no place of its own.
    return ": ".join(filter(None, (".".join(map(str, one["loc"])), _rule(one))))


def _rule(one: ErrorDetails) -> str:
    own = _OWN_WORDS.get(one["type"])
    return own.format(**one.get("ctx", {})) if own else one["msg"].removeprefix("Value error, ")


def _failure(lines: list[str]) -> Failure:
    listed = "".join(f"\n  {line}" for line in lines)
    return Failure(f"{shown(COMPANY_FILE)} can't be used:{listed}", "correct it; each setting is explained there")
