"""Confirming a new address: the profile moves to the new mailbox's key, with its consents, in one transaction."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from functions.domain.notices.notice import Notice
from functions.domain.pool.address_token import AddressConfirmation
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.key_ring import TokenInvalid
from functions.domain.pool.membership import Ending, Member, OptIn, Standing, Withdrawal, links_from, standing
from functions.domain.pool.person_key import person_digest
from functions.optin.letters import owed_for_end
from functions.optin.ports import Ports
from functions.optin.views import masked
from functions.runtime.http.problem import Problem

_MAX_ATTEMPTS = 3


def confirm_address(text: str | None, *, ports: Ports) -> dict[str, Any]:
    """Move the profile. The same token twice is one move.

    Raises Problem address-link-invalid where the request was stopped, replaced, or has run out; already-in-pool where
    the person has another profile at the new address; or busy.
    """
    token = _verified(text, ports=ports)
    for _ in range(_MAX_ATTEMPTS):
        now, member = ports.now(), ports.pool.get(token.candidate)
        if isinstance(member, Withdrawal) and member.moved_to:
            return _moved(ports.pool.get(member.moved_to), token, now, ports=ports)
        before = _asked(member, token, now)
        after = _after(before, now, ports=ports)
        left = _tombstone(before, after, now, ports=ports)
        # The old address was told when this was asked for, and could stop it. Now it gets no link to what it has lost.
        if ports.pool.move(left, before, after, _owed(before, after, now, ports=ports)):
            return _moved(after, token, now, ports=ports)
    raise Problem("busy")


def _owed(before: OptIn, after: OptIn, now: datetime, *, ports: Ports) -> list[Notice]:
    """Return the letters about the end of the consent: those on record name the key that the profile had before."""
    employer = ports.employers.find(after.employer)
    owed = owed_for_end(after, employer.policy, now) if employer else []
    if after.candidate not in before.former:
        return owed
    # Back at an address that it had: what was owed there still waits, and a letter is opened once.
    return [letter for letter in owed if ports.ledger.get(letter.ref) is None]


def _verified(text: str | None, *, ports: Ports) -> AddressConfirmation:
    try:
        return ports.keys.verify(AddressConfirmation, text or "")
    except TokenInvalid:
        raise Problem("address-link-invalid") from None


def _asked(member: Member | None, token: AddressConfirmation, now: datetime) -> OptIn:
    """Return the profile whose request the token is about."""
    if not isinstance(member, OptIn) or standing(member, now) is not Standing.ACTIVE:
        raise Problem("address-link-invalid")
    pending = member.pending_address
    if pending is None or pending.id != token.request or now >= pending.expires_at:
        raise Problem("address-link-invalid")
    return member


def _after(before: OptIn, now: datetime, *, ports: Ports) -> OptIn:
    pending = before.pending_address
    if pending is None:
        raise Problem("address-link-invalid")
    plain = person_digest(before.employer, pending.email, before.given_name, before.family_name)
    candidate = ports.keyed(plain)
    there = ports.pool.get(candidate)
    if standing(there, now) is Standing.ACTIVE:
        raise Problem("already-in-pool")
    return replace(
        before,
        candidate=candidate,
        revision=(there.revision if there else 0) + 1,
        email=pending.email,
        pending_address=None,
        former=(*before.former, before.candidate),
        withdrawn_at=there.withdrawn_at if there else None,
        links_from=links_from(before, there),
        indexed=there.indexed if isinstance(there, OptIn) else (),
    )


def _tombstone(before: OptIn, after: OptIn, now: datetime, *, ports: Ports) -> Withdrawal:
    return Withdrawal(
        candidate=before.candidate,
        revision=before.revision + 1,
        withdrawn_at=now,
        employer=before.employer,
        employer_name=before.employer_name,
        mailbox=ports.pool.mailbox(before.employer, before.email),
        ending=Ending.MOVED,
        changes=before.changes,
        moved_to=after.candidate,
    )


def _moved(moved: Member | None, token: AddressConfirmation, now: datetime, *, ports: Ports) -> dict[str, Any]:
    is_theirs = isinstance(moved, OptIn) and token.candidate in moved.former[-1:]
    if not isinstance(moved, OptIn) or not is_theirs or now >= token.expires_at:
        raise Problem("address-link-invalid")
    # Whoever has the token reads the new mailbox: the page goes on with a code of its own.
    code = ports.keys.sign(Invitation(moved.notice, moved.candidate, moved.join_until, now))
    return {"email": masked(moved.email), "code": code}
