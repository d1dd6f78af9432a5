"""Endings in bulk: hires, withdrawals and erasures, counted by source and hour, so that a wrong filter in an ATS rings.

The harm of a wrong ending is silence: nobody hears anything, and nothing bounces. An ending holds nothing for review: a
hire that waits would let a "no" go out on the day of the offer.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from functions.domain.decisions.events import CandidateErased, CandidateHired, CandidateWithdrew
from functions.domain.notices.brake import endings_of
from functions.domain.notices.sendable import Sendable
from functions.notify.commands import Command
from functions.notify.outcome import NoticeOutcome, Result
from functions.notify.ports import DecidePorts
from functions.runtime import metrics
from functions.runtime.gather import capture
from functions.runtime.observability import count, log_bug, logger

# A repeat changes nothing, and is not counted again.
_ENDED = frozenset(
    {NoticeOutcome.REVOKED, NoticeOutcome.REVOKED_TOO_LATE, NoticeOutcome.REVOCATION_REMEMBERED, NoticeOutcome.ERASED}
    | {NoticeOutcome.NEEDS_REVIEW}
)


def count_endings(commands: Sequence[Command], results: Sequence[Result | Sendable], *, ports: DecidePorts) -> None:
    """Count what the commands have ended, and ring where one source has ended too much in one hour."""
    now, endings = ports.now(), defaultdict[str, Counter[str]](Counter)
    for command, result in zip(commands, results, strict=True):
        if isinstance(result, Sendable) or result in _ENDED:
            match command.request:
                case CandidateHired() | CandidateWithdrew() | CandidateErased() as event:
                    endings[endings_of(event.source, command.sent_at or now)][type(event).__name__] += 1
                case _:
                    pass
    for name, kinds in endings.items():
        # They are done, and stay done where they can't be counted.
        counted = capture(partial(_count, kinds=kinds, at=now, ports=ports), name)
        if isinstance(counted, Exception):
            log_bug("endings could not be counted", counted, burst=name)


def _count(name: str, kinds: Counter[str], at: datetime, *, ports: DecidePorts) -> None:
    total = ports.bursts.count(name, kinds, 0, at).total
    if total > ports.brake_limits.endings_per_source_and_hour:
        count(metrics.MASS_ENDING, kinds.total())
        logger.warning("too many endings in one hour", extra={"burst": name, "total": total, **kinds})
