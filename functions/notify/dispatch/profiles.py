"""Profiles of the talent pool: who of those who get an invitation has one; and a warning of ids that several share."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from functions.domain.name_words import name_words, names_agree
from functions.domain.notices.notice import Notice
from functions.domain.notices.person import contradict
from functions.domain.notices.reference import Application, NoticeRef
from functions.domain.notices.sendable import Sendable
from functions.domain.pool.membership import Member, OptIn, Standing, standing
from functions.notify.ports import DispatchPorts
from functions.runtime import metrics
from functions.runtime.observability import count, logger


def find_profiles(sendables: Sequence[Sendable], *, ports: DispatchPorts) -> dict[NoticeRef, OptIn]:
    """Return the active profile of each person who is in the pool of the employer that their notice is from."""
    invited = [item for item in sendables if item.decision.invite is not False]
    mailboxes = {
        item.ref: ports.pool.mailbox(ports.employer(item.notice.source), item.decision.candidate.email)
        for item in invited
    }
    members = ports.pool.at_mailboxes(set(mailboxes.values())) if mailboxes else {}
    found = ((item.ref, _own(item, members[mailboxes[item.ref]], ports=ports)) for item in invited)
    return {ref: profile for ref, profile in found if profile}


def warn_of_shared_ids(sendables: Sequence[Sendable], others: Mapping[Application, Notice]) -> None:
    """Warn of notices whose candidate id another person has as well: the publisher's mapping is wrong."""
    by_id = defaultdict[tuple[str, str], list[Notice]](list)
    for notice in (*others.values(), *(item.notice for item in sendables)):
        if notice.decision:
            by_id[notice.source, notice.decision.candidate.id].append(notice)
    for item in sendables:
        if any(_names_another(item, other) for other in by_id[item.notice.source, item.decision.candidate.id]):
            logger.warning("candidate id of several people", extra={"application_id": item.notice.application_id})
            count(metrics.CANDIDATE_ID_SHARED)


def _own(item: Sendable, members: Sequence[Member], *, ports: DispatchPorts) -> OptIn | None:
    # Most people are in no pool.
    if not members:
        return None
    candidate = item.decision.candidate
    words = name_words(candidate.given_name, candidate.family_name)
    active = [
        (profile, name_words(profile.given_name, profile.family_name))
        for profile in members
        if isinstance(profile, OptIn) and standing(profile, ports.now()) is Standing.ACTIVE
    ]
    equal = [profile for profile, own in active if own == words]
    agreeing = [profile for profile, own in active if names_agree(own, words)]
    # A name that agrees with two people's is nobody's: the invitation is then to a profile of its own.
    return next((found[0] for found in (equal, agreeing) if len(found) == 1), None)


def _names_another(item: Sendable, notice: Notice) -> bool:
    decision = notice.decision
    return decision is not None and contradict(item.notice.source, item.decision, notice.source, decision)
