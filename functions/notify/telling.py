"""A batch of works: looked up together, planned side by side, sent together."""

from collections.abc import Sequence
from datetime import datetime

from functions.domain.notice import NoticeRef
from functions.notify.each import each_beside
from functions.notify.message import Work
from functions.notify.outcome import Outcome, Ready, Result
from functions.notify.ports import Ports
from functions.notify.sending import send_all
from functions.notify.service import Known, decide, look_at_due


def tell(works: Sequence[Work], *, ports: Ports, deadline: datetime) -> list[Result]:
    """What each work came to. Those about the same application wait for each other, in their order."""
    results: dict[int, Result] = {}
    left = list(enumerate(works))
    while left:
        turn: dict[str, tuple[int, Work]] = {}
        for place, work in left:
            turn.setdefault(work.first.application, (place, work))
        now = list(turn.values())
        outcomes = _tell_apart([work for _, work in now], ports=ports, deadline=deadline)
        results |= {place: outcome for (place, _), outcome in zip(now, outcomes, strict=True)}
        left = [(place, work) for place, work in left if place not in results]
    return [results[place] for place in range(len(works))]


def _tell_apart(works: Sequence[Work], *, ports: Ports, deadline: datetime) -> list[Result]:
    """Works about as many applications."""
    asked = [work.first for work in works]
    known: Known = dict.fromkeys(asked) | ports.ledger.get_many(asked)
    planned = each_beside(ports.pool, lambda work: _plan(work, known, ports=ports), works)
    ready = [plan for plan in planned if isinstance(plan, Ready)]
    sent = iter(send_all(ready, ports=ports, deadline=deadline))
    return [next(sent) if isinstance(plan, Ready) else plan for plan in planned]


def _plan(work: Work, known: Known, *, ports: Ports) -> Outcome | Ready:
    if isinstance(work.asked, NoticeRef):
        return look_at_due(work.asked, known, ports=ports)
    return decide(work.asked, known, ports=ports)
