"""The words that a person agrees to, shown to whoever enters them: no consent is recorded to words nobody knew."""

from collections.abc import Callable, Iterator

from functions.domain.employers.policy import EmployerPolicy
from functions.domain.pool.membership import OptIn
from ops.pool.statement import Statement
from ops.terminal.failure import Failure
from ops.terminal.progress import say

type Ask = Callable[[str], str]
_YES = "yes"


def confirm_words(statement: Statement, policy: EmployerPolicy, opt_in: OptIn, ask: Ask | None) -> None:
    """Print the exact words. With `ask`, raise Failure unless the person has read or heard them."""
    for line in _words(statement, policy, opt_in):
        say(line)
    question = f"Did the person read exactly these words, or hear them read? Type {_YES}: "
    if ask and ask(question).strip().lower() != _YES:
        raise Failure("Nothing was recorded", "read the words to the person, or email them; then run the command again")


def _words(statement: Statement, policy: EmployerPolicy, opt_in: OptIn) -> Iterator[str]:
    text = policy.consent
    yield f"{policy.brand.name}, {text.id} {text.version}, in {text.language}:"
    yield f"  {text.intro}"
    for purpose in text.purposes:
        yield f"  {_box(purpose.id, statement.purposes)} {purpose.text}"
    for agency in policy.agencies:
        yield f"  {_box(agency.id, statement.agencies)} {agency.name}: {agency.text}"
    yield f"  for {statement.months} months, until {opt_in.expires_at:%Y-%m-%d}; {opt_in.receipt.method}"


def _box(id_: str, ticked: list[str]) -> str:
    return "[x]" if id_ in ticked else "[ ]"
