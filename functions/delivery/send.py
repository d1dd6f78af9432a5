"""Claim, send, mark: many notices at a time, each in one attempt, and doubt is never sent again.

A crash between claim and mark leaves the claim in the ledger. SES's own events settle it; who finds it after its
lease marks it UNKNOWN and does not send.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import batched

from functions.delivery.claims import Claimed, Composed, changed, claim_all
from functions.delivery.outcome import Outcome, Result
from functions.domain.errors import Refused, Stopped, Throttled, Transient, Unsure
from functions.domain.notices.notice import Claim, Entry, Mark, Notice, NoticeRef
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.states import State
from functions.notify.dispatch.bundles import Bundle
from functions.notify.ports import Ports
from functions.runtime.gather import capture, capture_each, gather_concurrently

type Wait = Callable[[int], None]


class _Brake:
    """Once SES has said no to all of us, what was not tried yet is not tried."""

    def __init__(self) -> None:
        self.reason: Transient | None = None

    def check(self) -> None:
        if self.reason:
            raise self.reason


def send_all(mails: Sequence[Bundle], *, ports: Ports, deadline: datetime) -> dict[NoticeRef, Result]:
    """Sends what may be sent, each mail once; what became of each notice that one tells of.

    A Transient is what was not sent, and may be later; nobody holds a claim on it.
    """
    results: dict[NoticeRef, Result] = {}
    composed = list[Composed]()
    for bundle, mail in zip(mails, capture_each(partial(_compose, ports=ports), mails), strict=True):
        if isinstance(mail, Composed):
            composed.append(mail)
        else:
            results |= dict.fromkeys((one.ref for one in bundle.told), mail)
    brake = _Brake()
    for part in batched(composed, ports.pace.max_batch, strict=False):
        sent = capture(partial(_send_part, brake=brake, ports=ports, deadline=deadline), part)
        refs = [ref for one in part for ref in one.refs]
        results |= dict.fromkeys(refs, sent) if isinstance(sent, Exception) else sent
    return results


def _compose(bundle: Bundle, *, ports: Ports) -> Composed:
    told = [(one.notice, one.decision) for one in bundle.told]
    return Composed(bundle.told, ports.composer.compose(told, ports.now(), others_open=bundle.others_open))


def look_at_claim(ref: NoticeRef, claim: Claim, *, ports: Ports) -> Outcome:
    """Somebody else's claim: wait while it may be alive, else the mail may or may not have gone out."""
    if ports.now() < claim.at + ports.claim_lease:
        raise Transient("claimed by another worker")
    if not all(ports.ledger.mark_all([Mark(ref, claim, Entry(ports.now(), State.UNKNOWN, "worker lost"))])):
        raise changed()
    return Outcome.UNKNOWN


def take_back(notice: Notice, rescinded_at: datetime, *, ports: Ports) -> Outcome:
    """Ends a notice that went back unsent, and that was taken back while a worker had claimed it."""
    # The history has the cause.
    ports.ledger.take_back(notice.ref, Revocation("was taken back", rescinded_at), ports.now())
    return Outcome.TAKEN_BACK


def _send_part(part: Sequence[Composed], brake: _Brake, *, ports: Ports, deadline: datetime) -> dict[NoticeRef, Result]:
    brake.check()
    # Claimed only when it is nearly our turn: until then a notice can be taken back.
    wait = ports.pace.reserve(len(part), deadline)
    claimed, results = claim_all(part, ports=ports)
    answers = gather_concurrently(
        ports.pool, lambda one: _attempt(one, brake, ports=ports), _in_turn(claimed, wait, brake)
    )
    now = ports.now()
    ends = [end for one, answer in zip(claimed, answers, strict=True) for end in _ends(one, answer, now)]
    if ends:
        ports.ledger.mark_all([mark for mark, _ in ends])
    results |= {mark.ref: result for mark, result in ends}
    return results | _taken_back([mark.ref for mark, _ in ends if mark.entry.state is State.HELD], ports=ports)


def _in_turn(claimed: Iterable[Claimed], wait: Wait, brake: _Brake) -> Iterator[Claimed]:
    for turn, one in enumerate(claimed):
        if not brake.reason:
            wait(turn)
        yield one


def _attempt(one: Claimed, brake: _Brake, *, ports: Ports) -> str:
    """The one attempt that a claim allows."""
    brake.check()
    try:
        return ports.mailer.send(one.mail)
    except (Throttled, Stopped) as err:
        brake.reason = err
        raise


def _ends(one: Claimed, answer: str | Exception, now: datetime) -> list[tuple[Mark, Result]]:
    """What the answer means for the ledger, and for the message, of each notice that the mail tells of."""
    entry, result = _end(answer, now)
    message_id = answer if isinstance(answer, str) else None
    return [(Mark(ref, one.claim, entry, message_id), result) for ref in one.refs]


def _end(answer: str | Exception, now: datetime) -> tuple[Entry, Result]:
    match answer:
        case str():
            return Entry(now, State.ACCEPTED, "SES accepted"), Outcome.ACCEPTED
        case Transient():
            return Entry(now, State.HELD, f"not sent: {answer}"), answer
        case Refused():
            return Entry(now, State.REFUSED, f"SES refused: {answer}"), Outcome.REFUSED
        case Unsure():
            return Entry(now, State.UNKNOWN, f"no answer from SES: {answer}"), Outcome.UNKNOWN
        case _:
            return Entry(now, State.UNKNOWN, f"failed while it was sent: {type(answer).__name__}"), answer


def _taken_back(held: Sequence[NoticeRef], *, ports: Ports) -> dict[NoticeRef, Result]:
    """Of what went back unsent: what was rescinded meanwhile."""
    found = ports.ledger.get_many(held) if held else {}
    return {
        ref: take_back(notice, notice.rescinded_at, ports=ports)
        for ref, notice in found.items()
        if notice.state is State.HELD and notice.rescinded_at
    }
