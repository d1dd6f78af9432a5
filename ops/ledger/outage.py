"""Outages: the emails that SES refused or did not answer, one after the other, and one decision about all of them.

`settle` takes the number of emails, typed in full: nobody decides about notices they have not seen.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from functions.domain.notices.notice import Claim, Notice
from functions.domain.notices.review import Reviewer
from functions.domain.notices.states import State
from functions.review.description import kind_of
from functions.review.waiting_list import FUTURE
from ops.ledger.connection import Connection
from ops.ledger.describe import timestamp
from ops.ledger.refusals import cause
from ops.terminal.failure import Failure
from ops.terminal.progress import say

# Longer than any worker may live: what was claimed before is sent by nobody any more.
_SETTLED_AFTER = timedelta(minutes=15)
# Attempts further apart than this belong to two outages. While sending is stopped, probes are five minutes apart.
_GAP = timedelta(minutes=15)
_IN_DOUBT = frozenset({State.CLAIMED, State.UNKNOWN})


class Span(NamedTuple):
    """Two moments, as an operator types them. Both belong to it."""

    begins: datetime
    ends: datetime

    def __str__(self) -> str:
        return f"{_moment(self.begins)} {_moment(self.ends)}"


@dataclass(frozen=True)
class Attempt:
    """An attempt whose email was refused, or of which nobody knows whether SES accepted it."""

    notice: Notice
    claim: Claim

    @property
    def is_refused(self) -> bool:
        return self.notice.state is State.REFUSED


def show_outages(connection: Connection) -> None:
    """Print each outage: its first and last attempt, and how many emails were refused or are in doubt."""
    attempts = list(_attempts(connection))
    for outage in _apart(attempts):
        # To the second, and the last attempt is within it.
        span = Span(outage[0].claim.at, outage[-1].claim.at + timedelta(seconds=1))
        say(f"{span}  {_counted(outage)}")
    say("No email is refused or in doubt" if not attempts else f"To see one: {connection.command('outage FROM TO')}")


def show_outage(connection: Connection, span: Span) -> None:
    """Print the attempts between two moments, and how many of them each decision would be about."""
    attempts = _within(connection, span)
    for attempt in attempts:
        notice = attempt.notice
        kind = f"{kind_of(notice)}  " if notice.letter else ""
        say(f"{notice.ref}  {notice.state}  {kind}claimed {timestamp(attempt.claim.at)}")
        say(f"  {notice.source}  {notice.application_id}")
    say(f"{_counted(attempts)}, on {connection.where}")
    for decision in _DECISIONS:
        count = len(_concerned(attempts, decision))
        say(f'  to do:   outage {span} --then {decision} --count {count} --because "…"')


def settle(connection: Connection, span: Span, decision: str, count: int, because: str) -> None:
    """Decide about every email of one outage at once."""
    reason, attempts = cause(because), _concerned(_within(connection, span), decision)
    if len(attempts) != count:
        remedy = connection.command(f"outage {span}")
        raise Failure(f"{decision} is about {len(attempts)} emails, not {count}; nothing was changed", remedy)
    settled = sum(_DECISIONS[decision](connection, attempt.notice, reason) is not None for attempt in attempts)
    say(f"{decision}: {settled} on {connection.where}")
    if settled < len(attempts):
        say(f"{len(attempts) - settled} stay as they are: they have changed meanwhile, or the sweep has not looked yet")


def parse_moment(text: str) -> datetime:
    """Return a moment as typed, in UTC if it names no zone. Raise Failure."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Failure(f"{text} is no moment", "write it as 2026-11-23T15:04:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _confirm_sent(connection: Connection, notice: Notice, reason: str) -> Notice | None:
    return connection.reviews.confirm_sent(notice, connection.now(), reason)


def _send(connection: Connection, notice: Notice, reason: str) -> Notice | None:
    reopened = connection.reviews.reopen(notice, connection.now(), reason)
    if reopened:
        connection.enqueue(notice.ref)
    return reopened


def _resolve(connection: Connection, notice: Notice, reason: str) -> Notice | None:
    return connection.reviews.resolve(notice, connection.now(), reason)


_DECISIONS: Mapping[str, Callable[[Connection, Notice, str], Notice | None]] = {
    "confirm-sent": _confirm_sent,
    "send": _send,
    "resolve": _resolve,
}


def _concerned(attempts: Sequence[Attempt], decision: str) -> list[Attempt]:
    """Return the attempts that a decision is about: what was refused was certainly not sent."""
    return [attempt for attempt in attempts if decision != "confirm-sent" or not attempt.is_refused]


def _within(connection: Connection, span: Span) -> list[Attempt]:
    return [attempt for attempt in _attempts(connection) if span.begins <= attempt.claim.at <= span.ends]


def _attempts(connection: Connection) -> Iterator[Attempt]:
    """Yield every attempt that was refused or is in doubt, in the order in which they were claimed."""
    now = connection.now()
    entries = [
        *connection.reviews.pending(Reviewer.PERSON, now),
        *connection.reviews.pending(Reviewer.SWEEP, now + FUTURE),
    ]
    refs = [entry.ref for entry in entries if entry.state in _IN_DOUBT or entry.state is State.REFUSED]
    # The index may lag behind the ledger, so each is read again.
    attempts = [Attempt(notice, notice.claim) for notice in connection.ledger.get_many(refs).values() if notice.claim]
    for attempt in sorted(attempts, key=lambda attempt: (attempt.claim.at, attempt.notice.ref)):
        if _is_over(attempt, now):
            yield attempt


def _is_over(attempt: Attempt, now: datetime) -> bool:
    notice = attempt.notice
    if notice.state is State.CLAIMED:
        return attempt.claim.at + _SETTLED_AFTER < now
    # What SES took and rejected afterwards was no outage.
    return notice.state is State.UNKNOWN or (notice.state is State.REFUSED and not notice.ses_message_id)


def _apart(attempts: Iterable[Attempt]) -> list[list[Attempt]]:
    outages = list[list[Attempt]]()
    for attempt in attempts:
        if outages and attempt.claim.at - outages[-1][-1].claim.at <= _GAP:
            outages[-1].append(attempt)
        else:
            outages.append([attempt])
    return outages


def _counted(attempts: Sequence[Attempt]) -> str:
    refused = sum(attempt.is_refused for attempt in attempts)
    kinds = Counter(kind_of(attempt.notice) for attempt in attempts)
    named = ", ".join(f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in sorted(kinds.items()))
    return f"{named or 'nothing'}: {len(attempts) - refused} in doubt, {refused} refused"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
