"""Candidates join the talent pool with the links in their emails, through the page's own calls."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from ops.demo.people import Joiner
from ops.demo.visit import call
from ops.outbox.mails import SentMail
from ops.terminal.failure import Failure

# Each call at once takes a process of its own on the embedded AWS, and each such process a core to start.
_SIDE_BY_SIDE = 2


def join_all(joiners: Sequence[Joiner], mails: Sequence[SentMail]) -> None:
    """Let each of them join, side by side. Raise Failure where one can't."""
    links = invitations(mails)
    if missing := [joiner.application for joiner in joiners if joiner.email not in links]:
        raise Failure(f"No invitation came to {', '.join(missing)}", "look at the emails on the page below")
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as executor:
        list(executor.map(lambda joiner: _join(joiner, links[joiner.email]), joiners))


def invitations(mails: Sequence[SentMail]) -> Mapping[str, str]:
    """Return the first link that came to each address."""
    found: dict[str, str] = {}
    for mail in mails:
        for address in mail.to if mail.invitation else ():
            found.setdefault(address, mail.invitation or "")
    return found


def _join(joiner: Joiner, link: str) -> None:
    shown = call(link, "GET", "/api/invitation")
    body = {
        "consent": {name: shown["consent"][name] for name in ("id", "version", "language", "sha256")},
        "purposes": [purpose["id"] for purpose in shown["consent"]["purposes"]],
        "agencies": list(joiner.agencies),
        "months": shown["choices"]["default_months"],
        "profile": joiner.profile(),
        "rejoin_after": None,
        "revision": None,
    }
    call(link, "PUT", "/api/opt-in", body)
    if joiner.pauses:
        call(link, "PUT", "/api/opt-in/pause", joiner.pause(datetime.now(UTC).date()))
    if joiner.leaves:
        call(link, "DELETE", "/api/opt-in")
