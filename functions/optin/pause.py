"""Pausing: until a day of the person's choice they are in no search, and get no invitation."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from functions.optin.caller import Session
from functions.optin.ports import MemberPool
from functions.runtime.http.problem import FieldError, Problem


def pause(session: Session, until: date | None, *, pool: MemberPool, now: Callable[[], datetime]) -> dict[str, Any]:
    """Pause the opt-in until that day, or go on where there is none. It needs the pool's own record alone.

    Raises Problem no-opt-in, invalid-opt-in, too-many-changes or busy.
    """
    before = session.opt_in()
    if until and not session.now.date() < until <= before.expires_at.date():
        raise Problem("invalid-opt-in", errors=(FieldError("/until", "no-such-pause"),))
    if until == before.paused_until:
        return _view(until, before.revision)
    session.check_changes()
    after = replace(before, revision=before.revision + 1, paused_until=until, changes=session.changes())
    if pool.change(after, None, session.now):
        return _view(until, after.revision)
    return pause(session.reload(pool=pool, now=now), until, pool=pool, now=now)


def _view(until: date | None, revision: int) -> dict[str, Any]:
    return {"paused_until": until.isoformat() if until else None, "revision": revision}
