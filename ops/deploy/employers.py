"""The employers' own words and addresses, from `functions/company.toml`."""

import re
from collections.abc import Iterator
from pathlib import Path
from tomllib import TOMLDecodeError

from pydantic import ValidationError

from functions.domain.employers.employers import Employers
from functions.domain.employers.policy import EmployerPolicy
from ops.deploy.company_file import COMPANY_FILE, read_company
from ops.deploy.company_mistakes import Mistake, mistakes
from ops.deploy.consent_versions import changed_texts
from ops.deploy.toml_lines import line_of
from ops.terminal.failure import Failure
from ops.terminal.paths import shown

_AT = re.compile(r"(.*) \(at line (\d+), column (\d+)\)")
_AT_THE_END = re.compile(r"(.*) \(at end of document\)")


def employers(path: Path = COMPANY_FILE) -> Employers:
    """Return all employers' settings as the functions will read them. Raises Failure with one line per mistake."""
    try:
        found = read_company(path)
        if wrong := [mistake for employer in found.others for mistake in _mistakes_of(employer, found)]:
            raise _failure(path, _placed(path, wrong))
        if changed := changed_texts(found, path):
            raise _failure(path, _placed(path, changed))
    except OSError as err:
        raise _failure(path, [f"{shown(path)}: {err.strerror}"]) from None
    except UnicodeDecodeError as err:
        line = path.read_bytes()[: err.start].count(b"\n") + 1
        raise _failure(path, [f"{shown(path)}:{line}: is not UTF-8 text"]) from None
    except TOMLDecodeError as err:
        raise _failure(path, [_unreadable(path, str(err))]) from None
    except ValidationError as err:
        raise _failure(path, _placed(path, mistakes(err))) from None
    return found


def sender_domain(policy: EmployerPolicy) -> str:
    return policy.sender.email.reveal().rpartition("@")[2]


def _mistakes_of(employer: str, found: Employers) -> list[Mistake]:
    where = ("employers", employer)
    try:
        domain = sender_domain(found.get(employer).policy)
    except ValidationError as err:
        return mistakes(err, *where)
    ours = sender_domain(found.default.policy)
    # The one that the stack verifies with SES, and may send from.
    if domain != ours and not domain.endswith(f".{ours}"):
        rule = "should be in the domain of sender.email above, or below it"
        return [Mistake((*where, "sender", "email"), rule)]
    return []


def _placed(path: Path, wrong: list[Mistake]) -> Iterator[str]:
    """Yield each mistake after its file and line."""
    text = path.read_text("utf-8")
    for mistake in wrong:
        line = line_of(text, mistake.place)
        yield f"{shown(path)}:{line}: {mistake}" if line else f"{shown(path)}: {mistake}"


def _unreadable(path: Path, message: str) -> str:
    if at := _AT.fullmatch(message):
        return f"{shown(path)}:{at[2]}:{at[3]}: {at[1]}"
    if at := _AT_THE_END.fullmatch(message):
        return f"{shown(path)}, at its end: {at[1]}"
    return f"{shown(path)}: {message}"


def _failure(path: Path, lines: Iterator[str] | list[str]) -> Failure:
    listed = "".join(f"\n  {line}" for line in lines)
    return Failure(f"{shown(path)} can't be used:{listed}", "correct it; each setting is explained there")
