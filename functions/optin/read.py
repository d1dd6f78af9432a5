"""Reading: the invitation, and one's own opt-in. Nothing here writes."""

from collections.abc import Sequence
from typing import Any

from functions.domain.employers.policy import EmployerPolicy
from functions.domain.pool.membership import OptIn
from functions.optin.caller import Session, has_moved
from functions.optin.ports import EmployerDirectory, MemberPool, NoticeReader
from functions.optin.referral import Referral, read_policy, referral_of
from functions.optin.views import Shown, invitation_view, opt_in_view
from functions.runtime.http.problem import Problem

# All of them would not fit into an answer of Lambda's.
_LAST_CONSENTS = 50


def show_invitation(
    session: Session,
    languages: Sequence[str] = (),
    *,
    ledger: NoticeReader,
    employers: EmployerDirectory,
    pool: MemberPool,
) -> dict[str, Any]:
    """Return what the page needs to offer joining, or to show what was recorded.

    It is in the first of these languages that the employer offers, else in the candidate's.

    Raises Problem invitation-invalid, or employer-left where there is nothing to show.
    """
    if session.active:
        # As long as an opt-in stands, its page opens: what else led there may be erased, or gone.
        return invitation_view(session, _recorded(session.active, employers), languages)
    try:
        referral = referral_of(session, ledger=ledger, employers=employers)
        can_join = not has_moved(session, referral.decision.candidate.email, pool=pool)
        return invitation_view(session, _referred(referral, can_join=can_join), languages)
    except Problem:
        if session.member is None or session.standing is session.standing.NONE:
            raise
        member = session.member
        return invitation_view(session, Shown(employers.find(member.employer), member.employer_name), languages)


def show_opt_in(
    session: Session, languages: Sequence[str] = (), *, pool: MemberPool, employers: EmployerDirectory
) -> dict[str, Any]:
    """Return the active opt-in with its last consents, labelled in the first of these languages that is offered.

    Raises Problem no-opt-in.
    """
    opt_in = session.opt_in()
    consents = pool.last_consents(session.candidate, _LAST_CONSENTS)
    return {**opt_in_view(opt_in, policy_for(opt_in, languages, employers), session.now), "consents": consents}


def policy_for(opt_in: OptIn, languages: Sequence[str], employers: EmployerDirectory) -> EmployerPolicy | None:
    """Return the employer's policy in the first of these languages that is offered; None where it has left the file."""
    employer = employers.find(opt_in.employer)
    if employer is None:
        return None
    return read_policy(employer, employer.language_of(*languages, opt_in.language, opt_in.locale))


def _recorded(opt_in: OptIn, employers: EmployerDirectory) -> Shown:
    return Shown(
        employers.find(opt_in.employer),
        opt_in.employer_name,
        given_name=opt_in.greeting_name(),
        language=opt_in.language,
        locale=opt_in.locale,
    )


def _referred(referral: Referral, *, can_join: bool) -> Shown:
    decision = referral.decision
    return Shown(
        referral.employer,
        referral.policy.brand.name,
        given_name=decision.candidate.greeting_name(),
        # The sentence about it is no longer true of whoever was hired, or whose rejection was taken back.
        job_title=None if referral.is_taken_back else decision.job.title,
        can_join=can_join,
        locale=decision.candidate.locale,
    )
