"""A correction that came after the email: what it changes, and what can be done about it."""

from collections.abc import Iterator

from functions.domain.decisions.rejection import Rejection
from functions.domain.notices.correction import corrects_what_was_told, has_other_address
from functions.domain.notices.notice import Notice
from functions.domain.notices.review import CHANGED
from functions.domain.notices.states import State
from functions.domain.notices.told import may_have_been_told, recipients, went_to

# Whoever has the address of these was told.
_TOLD = frozenset({State.ACCEPTED, State.DELIVERED, State.COMPLAINED})


def correction_of(notice: Notice) -> Rejection | None:
    """Return the rejection as it was published again after the email, where it says something else."""
    decision, later = notice.decision, notice.later_decision
    return later if decision and later and corrects_what_was_told(decision, later) else None


def can_send_correction(notice: Notice) -> bool:
    """Return whether the correction may go out: nobody was told, or the email went to another address."""
    later = correction_of(notice)
    is_open = notice.review_reason == CHANGED and notice.rescinded_at is None
    if later is None or not is_open or notice.refuses_email or notice.state in {State.HELD, State.CLAIMED}:
        return False
    return notice.state not in _TOLD or _went_elsewhere_alone(notice, later)


def to_do_about_correction(notice: Notice) -> str:
    """Return what a person can do about a notice that was corrected after its email."""
    if can_send_correction(notice):
        return "corrected since: send it to the corrected address, or tell them another way, then resolve"
    if notice.rescinded_at and not may_have_been_told(notice):
        return "revoked, and nobody was told: resolve"
    if notice.rescinded_at:
        return (
            "revoked, and corrected since: an email may have told what was corrected; if it did, say so, then resolve"
        )
    if notice.refuses_email:
        return "corrected since, and wants no email: tell them another way, then resolve"
    return "told, and corrected since: speak to the candidate, then resolve"


def changes(notice: Notice, *, reveal: bool) -> Iterator[tuple[str, str | None]]:
    """Yield the name and the newer value of everything that the correction changes.

    None in place of a value that leads to a person, and an address that is masked, unless `reveal`.
    """
    decision, later = notice.decision, correction_of(notice)
    if decision is None or later is None:
        return
    shown = dict(_values(later, reveal=reveal))
    for (name, value), (_, newer) in zip(_values(decision, reveal=True), _values(later, reveal=True), strict=True):
        if value != newer:
            yield name, "none" if shown[name] == "" else shown[name]


def _went_elsewhere_alone(notice: Notice, later: Rejection) -> bool:
    """Return whether no email went to the corrected address, of whichever attempt."""
    if recipients(notice):
        return not went_to(notice, later.candidate.email)
    return notice.decision is not None and has_other_address(notice.decision, later)


def _values(decision: Rejection, *, reveal: bool) -> Iterator[tuple[str, str | None]]:
    candidate, job = decision.candidate, decision.job
    names = " ".join(name.reveal() for name in (candidate.given_name, candidate.family_name) if name)
    address = candidate.email.reveal()
    yield "address", address if reveal else masked(address)
    yield "name", names if reveal else None
    yield "reason", decision.reason or "unspecified"
    yield "note", decision.note or "" if reveal else None
    yield "job", f"{job.id}, {job.title}" + (f", {job.location}" if job.location else "")


def masked(address: str) -> str:
    """Return the address as s…@example.com."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"
