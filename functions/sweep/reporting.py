"""A sweep with its log and metrics. What goes wrong with one notice is its own trouble; the next sweep tries again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from functions.domain.errors import Transient
from functions.domain.notices.notice import NoticeRef
from functions.runtime.observability import count, log_bug, logger
from functions.sweep.ports import Ports
from functions.sweep.sweep import sweep, waiting_for_a_person


def sweep_and_report(deadline: datetime, *, ports: Ports) -> None:
    for notice, outcome in sweep(deadline, ports=ports, alone=_alone):
        count(outcome.value)
        logger.info("notice swept", extra={"notice": str(notice.ref), "state": notice.state, "outcome": outcome.name})
    # A gauge: zero is what ends the alarm.
    count("WaitingForPerson", waiting_for_a_person(ports=ports))


@contextmanager
def _alone(ref: NoticeRef) -> Iterator[None]:
    """The one boundary between the notices of a sweep."""
    try:
        yield
    except Transient as err:
        count("SweepPutOff")
        logger.warning("notice left to the next sweep", extra={"notice": str(ref), "reason": str(err)})
    except Exception as err:  # noqa: BLE001
        count("SweepFailed")
        log_bug("notice not swept", err, notice=str(ref))
