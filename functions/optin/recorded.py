"""The result of a request that records an opt-in."""

from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import Notice
from functions.domain.pool.membership import OptIn


@dataclass(frozen=True)
class Recorded:
    """The opt-in on record, and, where something new was agreed to now, what is owed by email.

    `withheld`: something new was agreed to, and no email says so.
    """

    opt_in: OptIn
    owed: Notice | None = None
    withheld: bool = False
