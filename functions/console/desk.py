"""The review desk of one caller: what their acts need, whose notices they are about, and how each goes on record."""

from typing import Any

from functions.console.caller import Caller
from functions.console.ports import LookLog, Ports
from functions.domain.employers.employers import Employers
from functions.domain.lean_dataclass import dataclass
from functions.domain.personal_data import one_line
from functions.domain.pool.access import Act
from functions.review.ports import BurstReleases, DeskLedger, DeskReviews, Enqueue, Now, Sources


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The desk. `sources`: see `functions/review/ports.py`. Whatever the log raises ends an act before it is done."""

    caller: Caller
    ledger: DeskLedger
    reviews: DeskReviews
    bursts: BurstReleases
    enqueue: Enqueue
    access_log: LookLog
    now: Now
    sources: Sources | None

    def record(self, verb: str, what: object, count: int, because: str | None = None) -> None:
        """Record the act that is done next. Raises what the log raises."""
        about: dict[str, Any] = {"ids": (str(what),), "count": count, "reason": because and one_line(because)}
        self.access_log.record(self.caller.line(Act(verb.replace("-", "_")), self.now(), **about))


def desk_of(caller: Caller, ports: Ports) -> Desk:
    """Return the desk of a caller, with the notices of the employer in whose name they call."""
    notices = ports.notices
    return Desk(
        caller=caller,
        ledger=notices.ledger,
        reviews=notices.reviews,
        bursts=notices.bursts,
        enqueue=notices.enqueue,
        access_log=ports.access_log,
        now=ports.now,
        sources=sources_of(caller.employer, ports.employers),
    )


def sources_of(employer: str, employers: Employers) -> Sources | None:
    """Return which sources are the employer's; None where all of them are, also one that nobody names."""
    if not list(employers.others):
        return None
    return lambda source: employers.id_of(source) == employer
