"""The view of a person in the talent pool, for the terminal alone."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from functions.domain.employers.employers import Employer, public_id
from functions.domain.pool.access import AccessLine, Act
from functions.domain.pool.membership import Member, OptIn, Withdrawal, standing
from ops.ledger.describe import timestamp
from ops.pool.connection import PoolConnection
from ops.pool.find import Search, find_members
from ops.terminal.progress import say

_LAST_CONSENTS = 10
# The reason that the access log has: there is no opening.
_COMMAND = "make pool show"


def show(connection: PoolConnection, search: Search) -> None:
    """Print every profile at the address, once it is on record that somebody looked."""
    say(f"On {connection.where}")
    members = find_members(connection, search)
    _record(connection, [member for member in members if isinstance(member, OptIn)])
    for member in members:
        for line in _describe(connection, member):
            say(line)


def _record(connection: PoolConnection, opt_ins: Sequence[OptIn]) -> None:
    """Write a line for each profile. Without them, nothing is shown."""
    who = connection.who() if opt_ins else ""
    for opt_in in opt_ins:
        line = AccessLine(
            employer=opt_in.employer,
            at=connection.now(),
            who=who,
            act=Act.CARD,
            count=1,
            ids=(opt_in.candidate,),
            reason=_COMMAND,
        )
        connection.access_log.record(line)


def _describe(connection: PoolConnection, member: Member) -> Iterator[str]:
    employer = connection.find(member.employer)
    gone = "" if employer else ", not in company.toml any more"
    state = standing(member, connection.now()).value
    yield f"{member.employer_name} ({public_id(member.employer)}{gone})  {state}"
    if isinstance(member, Withdrawal):
        yield f"  {member.ending.value:<12}  {timestamp(member.withdrawn_at)}"
    else:
        yield from _profile(member, employer)
    yield "  consents"
    for consent in connection.pool.last_consents(member.candidate, _LAST_CONSENTS):
        at = datetime.fromisoformat(consent.get("at") or consent["given_at"])
        yield f"    {timestamp(at)}  {consent['kind']}, {consent.get('method', '')}"


def _profile(opt_in: OptIn, employer: Employer | None) -> Iterator[str]:
    names = " ".join(name.reveal() for name in (opt_in.given_name, opt_in.family_name) if name)
    receipt = opt_in.receipt
    values = {
        "name": names or "none",
        "address": opt_in.email.reveal(),
        "new address": opt_in.pending_address.email.reveal() if opt_in.pending_address else None,
        "application": f"{opt_in.source}  {opt_in.application_id}",
        "since": timestamp(opt_in.joined_at),
        "until": timestamp(opt_in.expires_at),
        "consent": f"{timestamp(receipt.given_at)}, {receipt.method}, {receipt.id}",
        "purposes": ", ".join(purpose["id"] for purpose in receipt.purposes),
        "agencies": ", ".join(_agencies(opt_in, employer)) or "none",
        "paused until": f"{opt_in.paused_until}" if opt_in.paused_until else None,
        "links": f"none from before {timestamp(opt_in.links_from)}" if opt_in.links_from else None,
        **{name.replace("_", " "): _answer(opt_in, name) for name in opt_in.answers},
    }
    yield from (f"  {name:<14}{value}" for name, value in values.items() if value)


def _agencies(opt_in: OptIn, employer: Employer | None) -> Iterator[str]:
    offered = {agency.id for agency in employer.policy.agencies} if employer else set()
    for agency in opt_in.receipt.agencies:
        yield agency["name"] if agency["id"] in offered else f"{agency['name']} (has left: nothing is shared with it)"


def _answer(opt_in: OptIn, name: str) -> str:
    answer: Any = opt_in.answers[name]
    labels = opt_in.labels.get(name, {})
    answers = answer if isinstance(answer, list) else [answer]
    return ", ".join(str(labels.get(one, one)) for one in answers if one is not None)
