"""The last look before the send: what the brake, or something that became known of the person, keeps from going out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from functions.delivery.claims import changed
from functions.delivery.outcome import Outcome, Ready, Result
from functions.domain.notices.notice import NoticeRef
from functions.domain.notices.person import Person, person_keys
from functions.domain.notices.revocation import Revocation
from functions.notify.dispatch.check_brake import brakes, hold_back
from functions.notify.ports import Ports
from functions.runtime.gather import capture


@dataclass(frozen=True)
class Going:
    """What may go out, the people that it is about, by key, and what became of the rest."""

    ready: list[Ready]
    people: Mapping[str, Person]
    words_are_new: bool
    stopped: dict[NoticeRef, Result]


def last_look(ready: Sequence[Ready], met: Mapping[str, Person], *, ports: Ports) -> Going:
    """`met`: people who are known already, by key."""
    brake, keys = brakes(ready, ports=ports), {key for one in ready for key in _keys(one, ports=ports)}
    people = {**met, **(ports.people.get_many(keys - met.keys()) if keys - met.keys() else {})}
    stopped: dict[NoticeRef, Result] = {}
    for one, reason in zip(ready, brake.reasons, strict=True):
        if reason:
            stopped[one.ref] = capture(partial(_hold_back, review_reason=reason, ports=ports), one)
        elif closed := _closed(one, people, ports=ports):
            stopped[one.ref] = capture(partial(_take_back, back=closed, ports=ports), one)
    return Going([one for one in ready if one.ref not in stopped], people, brake.words_are_new, stopped)


def _closed(one: Ready, people: Mapping[str, Person], *, ports: Ports) -> Revocation | None:
    """Hired or erased, and somebody had the notice sent once more."""
    if one.is_new:
        return None
    for person in filter(None, map(people.get, _keys(one, ports=ports))):
        if person.closed_until and person.closes(one.decision.decided_at):
            return Revocation(person.cause, person.closed_until)
    return None


def _keys(one: Ready, *, ports: Ports) -> tuple[str, str]:
    return person_keys(ports.employer(one.notice.source), one.notice.source, one.decision)


def _hold_back(ready: Ready, review_reason: str, *, ports: Ports) -> Outcome:
    held = hold_back(ready.notice, review_reason, is_new=ready.is_new, ports=ports)
    if not isinstance(held, Outcome):
        raise changed()
    return held


def _take_back(ready: Ready, back: Revocation, *, ports: Ports) -> Outcome:
    if ports.ledger.take_back(ready.ref, back, ports.now()) is None:
        raise changed()
    return Outcome.TAKEN_BACK
