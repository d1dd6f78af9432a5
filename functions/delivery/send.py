"""Delivery of emails, many at a time, each at most once: claim, pace, attempt, mark.

A crash between claim and mark leaves the claim in the ledger. The provider's own events settle it; a worker that finds
it after its lease marks it UNKNOWN and does not send.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import batched

from functions.delivery.claims import Draft, claim_all
from functions.delivery.outcome import SendOutcome, SendResult
from functions.delivery.ports import DeliveryPorts
from functions.delivery.recovery import close_rescinded
from functions.domain.errors import Refused, Stopped, Throttled, Transient, Unsure
from functions.domain.notices.notice import Claim, Entry, Mark, NoticeRef
from functions.domain.notices.states import State
from functions.runtime.gather import capture, gather_concurrently

type Wait = Callable[[int], None]
type ClaimedDraft = tuple[Draft, Claim]


class _CircuitBreaker:
    """A stop for the remaining sends, once the provider throttles us or pauses the account."""

    def __init__(self) -> None:
        self.reason: Transient | None = None

    def trip(self, reason: Transient) -> None:
        self.reason = reason

    def check(self) -> None:
        """Raise the reason of the stop, if there is one."""
        if self.reason:
            raise self.reason


def send_all(drafts: Sequence[Draft], *, ports: DeliveryPorts, deadline: datetime) -> dict[NoticeRef, SendResult]:
    """Send each draft that may be sent, once. Return a result for each item of each draft.

    A Transient result means: not sent, may be later, and nobody holds a claim on it.
    """
    results: dict[NoticeRef, SendResult] = {}
    breaker = _CircuitBreaker()
    for batch in batched(drafts, ports.rate_limiter.max_batch, strict=False):
        sent = capture(partial(_send_batch, breaker=breaker, ports=ports, deadline=deadline), batch)
        refs = [ref for draft in batch for ref in draft.refs]
        results |= dict.fromkeys(refs, sent) if isinstance(sent, Exception) else sent
    return results


def _send_batch(
    drafts: Sequence[Draft], breaker: _CircuitBreaker, *, ports: DeliveryPorts, deadline: datetime
) -> dict[NoticeRef, SendResult]:
    breaker.check()
    # A worker reserves its moments first and claims when they are near: until its claim, a notice can be rescinded.
    wait = ports.rate_limiter.reserve(len(drafts), deadline)
    claimed, results = claim_all(drafts, ports=ports)
    attempt = partial(_attempt, breaker=breaker, ports=ports)
    answers = gather_concurrently(ports.executor, attempt, _paced(claimed, wait, breaker))
    now = ports.now()
    marks = [
        mark
        for pair, answer in zip(claimed, answers, strict=True)
        for mark in _marks(pair, answer, now, ports.mailer.provider)
    ]
    if marks:
        ports.ledger.mark_all([mark for mark, _ in marks])
    results |= {mark.ref: result for mark, result in marks}
    return results | _close_rescinded([mark.ref for mark, _ in marks if mark.entry.state is State.HELD], ports=ports)


def _paced(claimed: Iterable[ClaimedDraft], wait: Wait, breaker: _CircuitBreaker) -> Iterator[ClaimedDraft]:
    for turn, pair in enumerate(claimed):
        if not breaker.reason:
            wait(turn)
        yield pair


def _attempt(claimed: ClaimedDraft, breaker: _CircuitBreaker, *, ports: DeliveryPorts) -> str:
    """Make the one attempt that a claim allows. Return the provider's id of the message."""
    breaker.check()
    draft, claim = claimed
    try:
        return ports.mailer.send(draft.mail, claim.id)
    except (Throttled, Stopped) as err:
        breaker.trip(err)
        raise


def _marks(
    claimed: ClaimedDraft, answer: str | Exception, now: datetime, provider: str
) -> list[tuple[Mark, SendResult]]:
    """Return what the answer means for each item: its mark in the ledger, and its result."""
    draft, claim = claimed
    entry, result = _interpret(answer, now, provider)
    message_id = answer if isinstance(answer, str) else None
    return [(Mark(ref, claim, entry, message_id), result) for ref in draft.refs]


def _interpret(answer: str | Exception, now: datetime, provider: str) -> tuple[Entry, SendResult]:
    match answer:
        case str():
            return Entry(now, State.ACCEPTED, f"{provider} accepted"), SendOutcome.ACCEPTED
        case Transient():
            return Entry(now, State.HELD, f"not sent: {answer}"), answer
        case Refused():
            return Entry(now, State.REFUSED, f"{provider} refused: {answer}"), SendOutcome.REFUSED
        case Unsure():
            return Entry(now, State.UNKNOWN, f"no answer from {provider}: {answer}"), SendOutcome.UNKNOWN
        case _:
            return Entry(now, State.UNKNOWN, f"failed while it was sent: {type(answer).__name__}"), answer


def _close_rescinded(refs: Sequence[NoticeRef], *, ports: DeliveryPorts) -> dict[NoticeRef, SendResult]:
    """Close what went back to HELD unsent and was rescinded while a worker had claimed it.

    A rescission finds the claim and only notes its moment; the worker that gives the claim back acts on it here.
    """
    notices = ports.ledger.get_many(refs) if refs else {}
    return {
        ref: close_rescinded(notice, notice.rescinded_at, ports=ports)
        for ref, notice in notices.items()
        if notice.state is State.HELD and notice.rescinded_at
    }
