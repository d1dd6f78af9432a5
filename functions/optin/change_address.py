"""Changing one's address: asked for with a code, confirmed from the new mailbox, and stopped from the old one.

Until it is confirmed, nothing changes: a mistyped address is somebody else's mailbox.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from functions.domain.digest import digest
from functions.domain.notices.notice import Notice
from functions.domain.personal_data import EmailAddress
from functions.domain.pool.changes import PendingAddress
from functions.domain.pool.membership import OptIn
from functions.optin.caller import Session
from functions.optin.letters import letters_of_request
from functions.optin.ports import MemberPool, Ports
from functions.optin.referral import employer_of
from functions.optin.views import masked
from functions.runtime.http.problem import FieldError, Problem

CONFIRM_WITHIN = timedelta(days=2)
# Each request writes to an address that nobody has confirmed: a few a day, out of all changes.
_WEIGHT = 5


def ask_for_address(session: Session, email: EmailAddress, *, ports: Ports) -> tuple[dict[str, Any], Sequence[Notice]]:
    """Remember the address, and owe it the email that confirms it. An earlier request's link ends.

    Return what the page shows, and the letters. Raises Problem no-opt-in, employer-left, invalid-opt-in,
    too-many-changes or busy.
    """
    before = session.opt_in()
    policy = employer_of(before.employer, employers=ports.employers).policy
    if email.is_same_mailbox(before.email):
        raise Problem("invalid-opt-in", errors=(FieldError("/email", "same-address"),))
    session.check_changes()
    now = session.now
    pending = PendingAddress(digest("address", ports.new_id())[:16], email, now, now + CONFIRM_WITHIN)
    after = replace(
        before,
        revision=before.revision + 1,
        pending_address=pending,
        changes=before.changes.plus_one(now, by=_WEIGHT),
    )
    letters = letters_of_request(after, pending, policy)
    if ports.pool.change(after, None, now, letters):
        return _view(after), letters
    return ask_for_address(session.reload(pool=ports.pool, now=ports.now), email, ports=ports)


def stop_address(session: Session, *, pool: MemberPool, now: Callable[[], datetime]) -> dict[str, Any]:
    """Forget the address that waits: its link confirms nothing any more. Raises Problem no-opt-in or busy."""
    before = session.opt_in()
    if before.pending_address is None:
        return _view(before)
    # Not counted: whoever did not ask for it must always be able to stop it.
    after = replace(before, revision=before.revision + 1, pending_address=None)
    if pool.change(after, None, session.now):
        return _view(after)
    return stop_address(session.reload(pool=pool, now=now), pool=pool, now=now)


def _view(opt_in: OptIn) -> dict[str, Any]:
    pending = opt_in.pending_address
    return {"new_email": masked(pending.email) if pending else None, "revision": opt_in.revision}
