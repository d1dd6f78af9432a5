"""Last check before sending: is the notice stopped by the brake, or by a hire or an erasure since?"""

from collections.abc import Mapping, Sequence
from functools import partial

from functions.domain.errors import Conflict
from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.person import Person, person_keys
from functions.domain.notices.reach import Reach, was_reviewed
from functions.domain.notices.reference import Application, NoticeRef
from functions.domain.notices.review import SHARED_ID
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.sendable import Sendable
from functions.notify.dispatch.check_brake import check_brake
from functions.notify.outcome import NoticeOutcome, Result
from functions.notify.ports import DispatchPorts
from functions.notify.require_review import require_review
from functions.notify.shared_ids import Closing, find_closing
from functions.runtime.gather import capture


@dataclass(frozen=True)
class Cleared:
    """Result of the check: what may go out, and the results of the rest.

    `keys`: those of the person whom each notice is about. `people`: what is known under each key. `reserved`: as in the
    brake's verdict.
    """

    sendables: list[Sendable]
    keys: Mapping[NoticeRef, tuple[str, str]]
    people: Mapping[str, Person]
    wording_is_new: bool
    reserved: int
    blocked: dict[NoticeRef, Result]


def run_preflight(sendables: Sequence[Sendable], registered: Mapping[str, Person], *, ports: DispatchPorts) -> Cleared:
    """Check each notice a last time. `registered`: people who are known already, by key."""
    verdict = check_brake(sendables, ports=ports, reserves=True)
    keys = {item.ref: _keys(item, ports=ports) for item in sendables}
    # A person who was registered in this batch was read then: only the others are read now.
    unknown = {key for pair in keys.values() for key in pair} - registered.keys()
    people = {**registered, **(ports.people.get_many(unknown) if unknown else {})}
    blocked: dict[NoticeRef, Result] = {}
    for item, reason in zip(sendables, verdict.reasons, strict=True):
        if reason:
            blocked[item.ref] = capture(partial(_require_review, reason=reason, ports=ports), item)
        elif closing := _closing(item, keys[item.ref], people, ports=ports):
            blocked[item.ref] = capture(partial(_stop, closing=closing, ports=ports), item)
    cleared = [item for item in sendables if item.ref not in blocked]
    return Cleared(
        cleared,
        {item.ref: keys[item.ref] for item in cleared},
        people,
        verdict.wording_is_new,
        verdict.reserved,
        blocked,
    )


def find_closed(sendables: Sequence[Sendable], *, ports: DispatchPorts) -> frozenset[NoticeRef]:
    """Return those that a hire or an erasure stops, or leaves unclear. Their own messages act on it."""
    keys = {item.ref: _keys(item, ports=ports) for item in sendables}
    people = ports.people.get_many({key for pair in keys.values() for key in pair})
    return frozenset(item.ref for item in sendables if _closing(item, keys[item.ref], people, ports=ports))


def _closing(
    item: Sendable, keys: Sequence[str], people: Mapping[str, Person], *, ports: DispatchPorts
) -> Closing | None:
    """Return what closes a person who was hired or erased before somebody had the notice sent once more."""
    # This worker has just registered it, and would have seen then that the person is closed.
    if item.is_new:
        return None
    application = Application(item.notice.source, item.notice.application_id)
    registered = {key: people[key] for key in keys if key in people}
    closing = find_closing(registered, application, item.decision, ledger=ports.ledger, people=ports.people)
    is_decided = closing is not None and closing.reach is Reach.UNCLEAR and was_reviewed(item.notice)
    return None if is_decided else closing


def _keys(item: Sendable, *, ports: DispatchPorts) -> tuple[str, str]:
    return person_keys(ports.employer(item.notice.source), item.notice.source, item.decision)


def _require_review(item: Sendable, reason: str, *, ports: DispatchPorts) -> NoticeOutcome:
    outcome = require_review(item, reason, ports.now(), ledger=ports.ledger)
    if not isinstance(outcome, NoticeOutcome):
        raise Conflict
    return outcome


def _stop(item: Sendable, closing: Closing, *, ports: DispatchPorts) -> NoticeOutcome:
    if closing.reach is Reach.UNCLEAR:
        return _require_review(item, SHARED_ID, ports=ports)
    if ports.ledger.rescind(item.ref, Revocation(closing.cause, closing.until), ports.now()) is None:
        raise Conflict
    return NoticeOutcome.REVOKED
