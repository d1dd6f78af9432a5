"""Bundles: notices that are due to the same person on the same day go out in one email."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.correction import pending_correction
from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import Application, NoticeRef
from functions.domain.notices.sendable import Sendable
from functions.domain.notices.states import State
from functions.notify.dispatch.check_brake import check_brake
from functions.notify.dispatch.last_word import are_others_open, find_objections
from functions.notify.dispatch.preflight import find_closed
from functions.notify.dispatch.siblings import find_neighbours, share_an_email, siblings_of
from functions.notify.ports import DispatchPorts

# Of one email; a transaction takes twice as many.
_MAX_JOBS = 50
# Bytes of free text in one email about several jobs: with them it stays below 30 KB, whatever their script.
_MAX_FREE_TEXT = 6_000


@dataclass(frozen=True)
class Bundle:
    """The notices that one email is about; the first is its tag. `others_open`: as far as we know."""

    notices: tuple[Sendable, ...]
    others_open: bool = False


def bundle(
    sendables: Sequence[Sendable],
    keys: Mapping[NoticeRef, tuple[str, str]],
    others: Mapping[Application, Notice],
    *,
    ports: DispatchPorts,
) -> tuple[list[Bundle], dict[NoticeRef, datetime]]:
    """Bundle notices by person. `others`: the last notices of the same people's other applications.

    `keys`: those of the person whom each notice is about.
    Return the bundles, and, for each notice that waits for a sibling due later today, until when.
    """
    refs = {item.ref for item in sendables}
    bundled, waiting, bundles = set[NoticeRef](), dict[NoticeRef, datetime](), list[Bundle]()
    objects, neighbours_of = find_objections(others, ports=ports), find_neighbours(sendables, keys)
    for item in sendables:
        if item.ref in bundled:
            continue
        siblings = [notice for notice in siblings_of(item, others, ports=ports) if notice.ref not in refs]
        if later := _due_later_today(item, siblings, ports=ports):
            # The worker that sends the last of them finds this one in the ledger, due by then, and takes it along.
            waiting[item.ref] = later
            continue
        unavailable = bundled | waiting.keys() | {item.ref}
        candidates = [other for other in neighbours_of(item) if other.ref not in unavailable]
        # A sibling that an objection stops is suppressed when its own message comes.
        due = [sibling for sibling in _due_now(siblings, bundled, ports=ports) if not objects(sibling)]
        together = _together(item, [*candidates, *due], ports=ports)
        bundled |= {member.ref for member in together}
        bundles.append(Bundle(together, are_others_open(together, siblings)))
    return bundles, waiting


def _together(item: Sendable, others: Iterable[Sendable], *, ports: DispatchPorts) -> tuple[Sendable, ...]:
    """Return the notices that fit into one email.

    Every pair must match: a candidate without a name matches two people whose names differ.
    """
    together = [item]
    for other in others:
        if not all(share_an_email(other.notice, other.decision, member, ports=ports) for member in together):
            continue
        if len(together) < _MAX_JOBS and sum(map(_free_text_bytes, (*together, other))) <= _MAX_FREE_TEXT:
            together.append(other)
    return tuple(together)


def _free_text_bytes(item: Sendable) -> int:
    decision = item.decision
    return sum(len((text or "").encode()) for text in (decision.job.title, decision.job.location, decision.note))


def _due_later_today(item: Sendable, siblings: Sequence[Notice], *, ports: DispatchPorts) -> datetime | None:
    """Return when the last of the siblings is due, unless that is too late for this notice."""
    if not siblings:
        return None
    now = ports.now()
    planner = ports.planner(item.notice.source)
    today = planner.day(item.decision, now)
    later = [
        sibling.due_at
        for sibling in siblings
        if _is_open(sibling) and sibling.due_at and sibling.due_at > now
        if planner.day(item.decision, sibling.due_at) == today
        if not item.notice.latest_at or sibling.due_at < item.notice.latest_at
    ]
    return max(later, default=None)


def _due_now(siblings: Sequence[Notice], bundled: set[NoticeRef], *, ports: DispatchPorts) -> list[Sendable]:
    """Return the siblings that could go out now as well, and are in no other email."""
    now = ports.now()
    # Another worker may have a message about each of these at the same moment. The ledger lets one of the two claim it:
    # an email's notices are claimed together or not at all.
    due = [
        Sendable(sibling)
        for sibling in siblings
        if _is_open(sibling) and sibling.decision and not pending_correction(sibling) and sibling.ref not in bundled
        if sibling.due_at and sibling.due_at <= now and not (sibling.latest_at and sibling.latest_at < now)
    ]
    if not due:
        return []
    # Preflight has looked at the notices of this batch only, and these come from the ledger.
    reasons, closed = check_brake(due, ports=ports).reasons, find_closed(due, ports=ports)
    return [item for item, reason in zip(due, reasons, strict=True) if reason is None and item.ref not in closed]


def _is_open(notice: Notice) -> bool:
    is_stopped = notice.review_reason or notice.rescinded_at or notice.refuses_email
    return notice.state is State.HELD and not is_stopped
