"""The reason that a person gives for what they decide, as the ledger keeps it."""

from functions.domain.notices.review import BY_OPERATOR
from functions.domain.personal_data import readable
from functions.review.refusal import Refusal

LONGEST_REASON = 200


def cause(because: str) -> str:
    """Return the reason as the ledger keeps it. Raise Refusal if it is empty, too long, or holds an address."""
    line = readable(because)
    if not line or len(line) > LONGEST_REASON or "@" in line:
        remedy = f"at most {LONGEST_REASON} characters, and neither a name nor an address"
        raise Refusal("reason", "The reason goes into the ledger, where it stays for years", remedy)
    return f"{BY_OPERATOR}{line}"
