"""The last word about a person: what the newest decision says counts for all of their notices."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from functions.domain.decisions.rejection import Rejection
from functions.domain.errors import Conflict
from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.objection import REFUSES_LATER, review_of_objection
from functions.domain.notices.reference import Application, NoticeRef
from functions.domain.notices.sendable import Sendable
from functions.domain.notices.states import State
from functions.notify.dispatch.siblings import siblings_of
from functions.notify.outcome import NoticeOutcome, Result
from functions.notify.ports import DispatchPorts
from functions.runtime.gather import capture


def are_others_open(together: Sequence[Sendable], siblings: Sequence[Notice]) -> bool:
    """Return whether the person has open applications here, as far as we know.

    That is the employer's newest word, or a rejection that was rescinded. No other answer may be on its way.
    """
    refs = {item.ref for item in together}
    if any(sibling.state is State.HELD for sibling in siblings if sibling.ref not in refs):
        return False
    newest = _newest(_decisions((*(item.notice for item in together), *siblings)))
    return all(decision.candidate.others_open for decision in newest) or any(map(_is_open_again, siblings))


def suppress_objections(
    sendables: Sequence[Sendable], others: Mapping[Application, Notice], *, ports: DispatchPorts
) -> dict[NoticeRef, Result]:
    """Suppress each notice to a person who, by a decision at least as new, wants no email. Return their results."""
    # An objection that came in this batch is among them: it was written before anything is sent.
    objects = find_objections(others, ports=ports)
    return {item.ref: capture(partial(_suppress, ports=ports), item) for item in sendables if objects(item)}


def find_objections(others: Mapping[Application, Notice], *, ports: DispatchPorts) -> Callable[[Sendable], bool]:
    """Return a check: whether the person of a notice wants no email, by one of these decided no earlier."""
    refusing = {application: notice for application, notice in others.items() if notice.refuses_email}
    return lambda item: any(
        _objects_to(item, decision) for decision in _decisions(siblings_of(item, refusing, ports=ports))
    )


def _decisions(notices: Iterable[Notice]) -> Iterator[Rejection]:
    for notice in notices:
        yield from filter(None, (notice.decision, notice.later_decision))


def _newest(decisions: Iterable[Rejection]) -> list[Rejection]:
    """Return the newest decision, or all of that moment."""
    known = list(decisions)
    newest = max(decision.decided_at for decision in known)
    return [decision for decision in known if decision.decided_at == newest]


def _objects_to(item: Sendable, decision: Rejection) -> bool:
    return decision.candidate.can_email is False and decision.decided_at >= item.decision.decided_at


def _suppress(item: Sendable, *, ports: DispatchPorts) -> NoticeOutcome:
    now, reason = ports.now(), review_of_objection(item.notice)
    if item.is_new:
        # Opened as SUPPRESSED, so that a worker with a repeat of its decision finds it settled.
        is_done = ports.ledger.open(item.notice.entered(Entry(now, State.SUPPRESSED, REFUSES_LATER)), now) is None
    else:
        is_done = ports.ledger.suppress(item.ref, now, REFUSES_LATER, reason) is not None
    if not is_done:
        raise Conflict
    return NoticeOutcome.NEEDS_REVIEW if reason else NoticeOutcome.SUPPRESSED


def _is_open_again(notice: Notice) -> bool:
    # The employer's own rescission opens the application again; a hire, a withdrawal or an erasure ends it.
    return notice.state is State.RESCINDED and notice.history[-1].cause.startswith("rescinded")
