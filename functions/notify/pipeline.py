"""A batch of works: looked up together, planned side by side, sent together."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from functions.delivery.outcome import Outcome, Ready, Result
from functions.delivery.send import send_all
from functions.domain.notices.notice import NoticeRef
from functions.domain.notices.person import Person
from functions.notify.commands import Work
from functions.notify.decide.event import decide
from functions.notify.decide.register import Known, arrivals
from functions.notify.decide.reject import look_at_due, wait_for
from functions.notify.dispatch.bundles import bundle
from functions.notify.dispatch.check_brake import count_rollout
from functions.notify.dispatch.preflight import last_look
from functions.notify.ports import Ports
from functions.runtime.gather import capture, gather_concurrently


def tell(works: Sequence[Work], *, ports: Ports, deadline: datetime) -> list[Result]:
    """What each work came to. Those about the same application wait for each other, in their order."""
    results: dict[int, Result] = {}
    left = list(enumerate(works))
    while left:
        turn: dict[str, tuple[int, Work]] = {}
        for place, work in left:
            turn.setdefault(work.about, (place, work))
        now = list(turn.values())
        outcomes = _tell_apart([work for _, work in now], ports=ports, deadline=deadline)
        results |= {place: outcome for (place, _), outcome in zip(now, outcomes, strict=True)}
        left = [(place, work) for place, work in left if place not in results]
    return [results[place] for place in range(len(works))]


def _tell_apart(works: Sequence[Work], *, ports: Ports, deadline: datetime) -> list[Result]:
    """Works about as many applications."""
    asked = [work.first for work in works if work.first]
    notices = dict.fromkeys(asked) | ports.ledger.get_many(asked)
    known = Known(notices, arrivals(works, notices, ports=ports))
    planned = gather_concurrently(ports.pool, lambda work: _plan(work, known, ports=ports), works)
    ready = [plan for plan in planned if isinstance(plan, Ready)]
    sent = _send(ready, known, ports=ports, deadline=deadline)
    return [sent[plan.ref] if isinstance(plan, Ready) else plan for plan in planned]


def _plan(work: Work, known: Known, *, ports: Ports) -> Outcome | Ready:
    if isinstance(work.asked, NoticeRef):
        return look_at_due(work.asked, known, ports=ports)
    return decide(work.asked, known, ports=ports)


def _send(ready: Sequence[Ready], known: Known, *, ports: Ports, deadline: datetime) -> dict[NoticeRef, Result]:
    going = last_look(ready, _met(ready, known), ports=ports)
    mails, waiting = bundle(going.ready, going.people, ports=ports)
    later = {
        one.ref: capture(partial(wait_for, until=waiting[one.ref], ports=ports), one)
        for one in ready
        if one.ref in waiting
    }
    sent = send_all(mails, ports=ports, deadline=deadline)
    if going.words_are_new:
        count_rollout(sent.values(), ports=ports)
    return going.stopped | later | sent


def _met(ready: Sequence[Ready], known: Known) -> dict[str, Person]:
    """The people who were met in this batch, by key."""
    met = [known.arrivals[one.ref.application].people for one in ready if one.ref.application in known.arrivals]
    return {key: person for people in met for key, person in people.items()}
