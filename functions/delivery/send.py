"""Delivery of emails, many at a time, each at most once: claim, pace, attempt, mark.

A crash between claim and mark leaves the claim in the ledger. The provider's own events settle it; a worker that finds
it after its lease marks it UNKNOWN and does not send.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import batched

from functions.delivery.circuit_breaker import CircuitBreaker
from functions.delivery.claims import Draft, claim_all
from functions.delivery.outcome import SendOutcome, SendResult
from functions.delivery.ports import DeliveryPorts
from functions.delivery.recovery import close_rescinded
from functions.domain.errors import CircuitOpen, Refused, Transient, Unfinished, Unsure
from functions.domain.notices.notice import Claim, Entry
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.sendable import Mark
from functions.domain.notices.states import State
from functions.runtime.gather import capture, gather_concurrently
from functions.runtime.observability import log_bug

type Wait = Callable[[int], None]
type ClaimedDraft = tuple[Draft, Claim]


def send_all(drafts: Sequence[Draft], *, ports: DeliveryPorts, deadline: datetime) -> dict[NoticeRef, SendResult]:
    """Send each draft that may be sent, once. Return a result for each item of each draft.

    A Transient result means: not sent, may be later, and nobody holds a claim on it.
    """
    results: dict[NoticeRef, SendResult] = {}
    breaker = CircuitBreaker(ports, deadline)
    for batch in batched(drafts, ports.rate_limiter.max_batch, strict=False):
        sent = capture(partial(_send_batch, breaker=breaker, ports=ports, deadline=deadline), batch)
        refs = [ref for draft in batch for ref in draft.refs]
        results |= dict.fromkeys(refs, sent) if isinstance(sent, Exception) else sent
    return results


def _send_batch(
    drafts: Sequence[Draft], breaker: CircuitBreaker, *, ports: DeliveryPorts, deadline: datetime
) -> dict[NoticeRef, SendResult]:
    breaker.check()
    # A worker reserves its moments first and claims when they are near: until its claim, a notice can be rescinded.
    wait = ports.rate_limiter.reserve(len(drafts), deadline)
    admitted = breaker.admit(len(drafts))
    waiting = dict.fromkeys((ref for draft in drafts[admitted:] for ref in draft.refs), CircuitOpen())
    claimed, results = claim_all(drafts[:admitted], ports=ports)
    attempt = partial(_attempt, breaker=breaker, ports=ports)
    answers = gather_concurrently(ports.executor, attempt, _paced(claimed, wait, breaker))
    # The other workers come first: what they attempt meanwhile would be in doubt, too.
    reported = capture(lambda _: breaker.report(), None)
    if isinstance(reported, Exception):
        log_bug("the end of the attempts could not be shared", reported)
    return results | waiting | _mark(claimed, answers, ports=ports)


def _paced(claimed: Iterable[ClaimedDraft], wait: Wait, breaker: CircuitBreaker) -> Iterator[ClaimedDraft]:
    for turn, pair in enumerate(claimed):
        breaker.wait_for_room()
        if not breaker.reason:
            wait(turn)
        breaker.begin()
        yield pair


def _attempt(claimed: ClaimedDraft, breaker: CircuitBreaker, *, ports: DeliveryPorts) -> str:
    """Make the one attempt that a claim allows. Return the provider's id of the message."""
    return breaker.attempt(lambda: ports.mailer.send(claimed[0].mail, claimed[1].id))


def _mark(
    claimed: Sequence[ClaimedDraft], answers: Sequence[str | Exception], *, ports: DeliveryPorts
) -> dict[NoticeRef, SendResult]:
    """Write the end of each claim. Return the results of its items."""
    now = ports.now()
    marks = [
        mark
        for pair, answer in zip(claimed, answers, strict=True)
        for mark in _marks(pair, answer, now, ports.mailer.provider)
    ]
    if not marks:
        return {}
    try:
        made, error = list[bool | None](ports.ledger.mark_all([mark for mark, _ in marks])), None
    except Unfinished as err:
        # The claims without a mark are settled by an event of the provider, or end in doubt.
        made, error = err.made, err.error
    results = {
        mark.ref: error if error and done is None else result for (mark, result), done in zip(marks, made, strict=True)
    }
    return results | _close_rescinded([mark.ref for mark, _ in marks if mark.entry.state is State.HELD], ports=ports)


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
