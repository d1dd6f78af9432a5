"""Erasure in the talent pool of whom the ATS has erased, where the employer's policy says so.

The ledger knows under which address and name they were invited. Who shares the mailbox, and has another name, stays.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from functions.domain.decisions.rejection import Candidate, Rejection
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.errors import Conflict
from functions.domain.name_words import name_words, names_agree
from functions.domain.notices.notice import Notice
from functions.domain.notices.objection import REFUSES_EMAIL
from functions.domain.pool.erased_profiles import ErasedProfiles
from functions.domain.pool.letters import letter_of_ending
from functions.domain.pool.membership import ERASED_BY_EMPLOYER, Ending, Member, OptIn, Standing, Withdrawal, standing
from functions.domain.pool.moves import follow_moves
from functions.notify.decide.end_letters import end_letters
from functions.notify.ports import DecidePorts


def erase_profiles(notices: Sequence[Notice], erased_at: datetime, *, ports: DecidePorts) -> None:
    """Erase the profiles of the people of these notices, and end what they were owed. Raises Transient.

    Who agreed after the erasure wants to be in the pool.
    """
    found = _find(notices, ports=ports)
    if not found:
        return
    profiles = [one for one in found.values() if isinstance(one, OptIn) and one.receipt.given_at <= erased_at]
    if profiles:
        _erase(profiles, _refused(notices), ports=ports)
    # Also of those that ended before: the worker that ended them may have died in between.
    ended = [key for key, one in found.items() if isinstance(one, Withdrawal) and one.ending is Ending.ERASED]
    erased = ErasedProfiles.of(profiles)
    gone = ErasedProfiles((*erased.candidates, *ended), erased.letters)
    if gone.candidates:
        end_letters(gone, ports=ports)


def have_profiles(notices: Iterable[Notice], *, ports: DecidePorts) -> bool:
    """Return whether a person of these notices, or one of their name at their mailbox, is in the pool."""
    return any(isinstance(member, OptIn) for member in _find(notices, ports=ports).values())


def _find(notices: Iterable[Notice], *, ports: DecidePorts) -> dict[str, Member]:
    return {
        member.candidate: member
        for notice in notices
        for decision in filter(None, (notice.decision, notice.later_decision))
        for member in _members(_employer(notice, ports=ports), decision, ports=ports)
    }


def _employer(notice: Notice, *, ports: DecidePorts) -> str:
    return ports.employer(notice.source) if notice.employer is None else notice.employer


def _members(employer: str, decision: Rejection, *, ports: DecidePorts) -> Iterator[Member]:
    policy, candidate = ports.policy(employer), decision.candidate
    if policy and not policy.retention.erase_pool_with_application:
        return
    key = ports.pool.person(employer, candidate.email, candidate.given_name, candidate.family_name)
    # It may have moved to another address, which the ledger does not know.
    if own := follow_moves(ports.pool.get(key), ports.pool.get):
        yield own
    # Invited under a shorter form of the name, or before it was corrected.
    for member in ports.pool.at_mailbox(ports.pool.mailbox(employer, candidate.email)):
        if isinstance(member, OptIn) and names_agree(_words(member), _words(candidate)):
            yield member


def _words(person: OptIn | Candidate) -> frozenset[str]:
    return name_words(person.given_name, person.family_name)


def _refused(notices: Sequence[Notice]) -> bool:
    # What is held is suppressed at once, by an objection of which only the history has the cause.
    causes = (entry.cause for notice in notices for entry in notice.history)
    return any(notice.refuses_email for notice in notices) or any(cause.startswith(REFUSES_EMAIL) for cause in causes)


def _erase(profiles: Sequence[OptIn], refuse_email: bool, *, ports: DecidePorts) -> None:  # noqa: FBT001
    now, by_mailbox = ports.now(), defaultdict[str, list[OptIn]](list)
    for opt_in in profiles:
        by_mailbox[ports.pool.mailbox(opt_in.employer, opt_in.email)].append(opt_in)
    for mailbox, standing_there in by_mailbox.items():
        endings = [(opt_in.ended(now, mailbox, Ending.ERASED), opt_in) for opt_in in standing_there]
        active = [opt_in for opt_in in standing_there if standing(opt_in, now) is Standing.ACTIVE]
        policy = ports.policy(active[0].employer) if active and not refuse_email else None
        owed = [_farewell(active[0], policy, now)] if policy else []
        if not ports.pool.withdraw(endings, ERASED_BY_EMPLOYER, owed):
            raise Conflict
        for letter in owed:
            ports.due_notices.enqueue(letter.ref)


def _farewell(opt_in: OptIn, policy: EmployerPolicy, now: datetime) -> Notice:
    return letter_of_ending(opt_in, policy.languages.of(opt_in.locale), Ending.ERASED, now, ERASED_BY_EMPLOYER)
