"""Report of a sweep in log and metrics. A failure with one notice stays with it; the next sweep tries again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from functions.domain.errors import Transient
from functions.domain.notices.reference import NoticeRef
from functions.runtime import metrics
from functions.runtime.observability import count, log_bug, logger
from functions.sweep.ports import Ports
from functions.sweep.sweep import count_overdue, count_reviews, sweep


def sweep_and_report(deadline: datetime, *, ports: Ports) -> None:
    """Sweep until the deadline, and count what waits for a person."""
    for notice, outcome in sweep(deadline, ports=ports, isolated=_isolated):
        count(outcome.value)
        logger.info("notice swept", extra={"notice": str(notice.ref), "state": notice.state, "outcome": outcome.name})
    # Gauges: zero ends the alarm.
    count(metrics.NOTICES_IN_REVIEW, count_reviews(ports=ports))
    count(metrics.NOTICES_OVERDUE, count_overdue(ports=ports))


@contextmanager
def _isolated(ref: NoticeRef) -> Iterator[None]:
    """Keep a failure with one notice from the others: the one boundary between the notices of a sweep."""
    try:
        yield
    except Transient as err:
        count(metrics.SWEEP_POSTPONED)
        logger.warning("notice left to the next sweep", extra={"notice": str(ref), "reason": str(err)})
    except Exception as err:  # noqa: BLE001
        count(metrics.SWEEP_FAILED)
        log_bug("notice not swept", err, notice=str(ref))
