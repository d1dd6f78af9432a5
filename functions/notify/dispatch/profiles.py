"""Profiles of the talent pool: which notices must not invite to the profile of their candidate id."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from functions.domain.notices.notice import Notice
from functions.domain.notices.person import contradict
from functions.domain.notices.reference import Application, NoticeRef
from functions.domain.notices.sendable import Sendable
from functions.domain.notices.told import went_elsewhere
from functions.notify.ports import DispatchPorts
from functions.runtime import metrics
from functions.runtime.observability import count, logger


def find_shared_ids(sendables: Sequence[Sendable], others: Mapping[Application, Notice]) -> frozenset[NoticeRef]:
    """Return the notices whose candidate id another person has as well, and warn: the publisher's mapping is wrong."""
    by_id = defaultdict[tuple[str, str], list[Notice]](list)
    for notice in (*others.values(), *(item.notice for item in sendables)):
        if notice.decision:
            by_id[notice.source, notice.decision.candidate.id].append(notice)
    shared = [
        item
        for item in sendables
        if any(_names_another(item, other) for other in by_id[item.notice.source, item.decision.candidate.id])
    ]
    for item in shared:
        logger.warning("candidate id of several people", extra={"application_id": item.notice.application_id})
        count(metrics.CANDIDATE_ID_SHARED)
    return frozenset(item.ref for item in shared)


def find_moved(sendables: Sequence[Sendable], *, ports: DispatchPorts) -> frozenset[NoticeRef]:
    """Return the notices of which an earlier cycle's email went to another address: a stranger may have its link."""
    later = [item for item in sendables if item.ref.cycle > 1]
    refs = {item.ref: [NoticeRef(item.ref.application, cycle) for cycle in range(1, item.ref.cycle)] for item in later}
    earlier = ports.ledger.get_many([ref for before in refs.values() for ref in before]) if refs else {}
    return frozenset(
        item.ref
        for item in later
        if any(went_elsewhere(earlier[ref], item.decision.candidate.email) for ref in refs[item.ref] if ref in earlier)
    )


def _names_another(item: Sendable, notice: Notice) -> bool:
    decision = notice.decision
    return decision is not None and contradict(item.notice.source, item.decision, notice.source, decision)
