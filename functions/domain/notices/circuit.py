"""The circuit breaker: while the provider accepts nothing, nothing is handed to it but one probe at a time.

An attempt that the provider refused, or did not answer, says nothing about the provider: the email may have been at
fault. Several in a row without one that was accepted say that no email gets through at the moment. Each of them leaves
somebody untold or in doubt, so they must stay few, however long it takes.
"""

from datetime import datetime, timedelta

from functions.domain.lean_dataclass import dataclass

# Attempts in a row that were refused or got no answer.
MAX_FAILURES = 3
# After 1, 2, 4, 5, 5 … minutes: soon after a short outage, and few in a long one.
_FIRST_PROBE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=5)


@dataclass(frozen=True)
class Circuit:
    """The circuit as all workers know it. `failures`: attempts since one was accepted. `probes`: since it opened.

    `probe_at`: when one email may try whether it works again; None while the circuit is closed.
    """

    failures: int = 0
    probes: int = 0
    probe_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.probe_at is not None

    @property
    def is_untroubled(self) -> bool:
        """Tell whether there is nothing that an accepted email would put right."""
        return not self.failures and not self.is_open

    def may_probe(self, now: datetime) -> bool:
        return self.probe_at is not None and self.probe_at <= now


def next_probe(probes: int, now: datetime) -> datetime:
    """Return when the next probe may go out, after so many."""
    return now + min(_FIRST_PROBE * (1 << min(probes, 10)), _LONGEST_PAUSE)
