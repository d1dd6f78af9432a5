"""Exporting everything that the pool holds about a person, in pages: consents first, then each look at them."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from functions.domain.pool.access import SHOWS_PEOPLE
from functions.optin.caller import Session
from functions.optin.ports import MemberPool, Ports
from functions.optin.read import policy_for
from functions.optin.views import opt_in_view, person_view

# All of them would not fit into an answer of Lambda's.
PAGE = 500
_CURSOR = re.compile(r"([0-9]{1,4})\.([0-9A-Za-z:.+#-]{0,120})")


def export(
    session: Session,
    after: str,
    languages: Sequence[str] = (),
    *,
    ports: Ports,
) -> dict[str, Any]:
    """Return everything that the pool holds about the person; of the consents and the looks, those of one page."""
    opt_in = session.active
    keys = [*(opt_in.former if opt_in else ()), session.candidate]
    part, cursor = _cursor(after, len(keys))
    consents, following = _consents(keys, part, cursor, ports.pool) if part < len(keys) else ([], None)
    looks = sorted((look for key in keys for look in ports.access_log.looks(key)), key=lambda look: look.at)
    first = int(cursor or 0) if part == len(keys) else 0
    # They begin in the answer that has the last consents.
    shown = [] if following else looks[first : first + PAGE]
    if following is None and first + PAGE < len(looks):
        following = f"{len(keys)}.{first + PAGE}"
    policy = policy_for(opt_in, languages, ports.employers) if opt_in else None
    counts = Counter(look.act for look in looks)
    return {
        "exported_at": session.now.isoformat(),
        "state": session.standing.value,
        "person": person_view(opt_in) if opt_in else None,
        "opt_in": opt_in_view(opt_in, policy, session.now) if opt_in else None,
        "consents": consents,
        "looks": [look.record() for look in shown],
        "looks_in_all": {act.value: counts[act] for act in SHOWS_PEOPLE},
        "next": following,
    }


def _consents(keys: Sequence[str], part: int, cursor: str, pool: MemberPool) -> tuple[list[dict[str, Any]], str | None]:
    """Return a page of the consents under one of the person's keys, and where the next one goes on."""
    consents, goes_on = pool.consents_after(keys[part], cursor, PAGE)
    if goes_on:
        return consents, f"{part}.{goes_on}"
    return consents, f"{part + 1}." if part + 1 < len(keys) else None


def _cursor(after: str, keys: int) -> tuple[int, str]:
    """Return the part where a page begins, and the place in it. The part behind those of the keys has the looks."""
    found = _CURSOR.fullmatch(after)
    if not found or int(found[1]) > keys or (int(found[1]) == keys and not found[2].isdecimal()):
        return 0, ""
    return int(found[1]), found[2]
