"""Reading: the invitation, one's own opt-in, and everything that is held. Nothing here writes."""

from collections.abc import Callable, Sequence
from typing import Any

from functions.domain.employers.employers import Employer
from functions.optin.caller import Session, referral_of
from functions.optin.ports import MemberPool, NoticeReader
from functions.optin.views import export_view, invitation_view, opt_in_view


def show_invitation(
    session: Session, languages: Sequence[str] = (), *, ledger: NoticeReader, employer_of: Callable[[str], Employer]
) -> dict[str, Any]:
    """Return what the page needs to offer joining, in the first of these languages that the employer offers.

    Raises Problem invitation-invalid.
    """
    referral = referral_of(session, ledger=ledger, employer_of=employer_of)
    return invitation_view(session, referral, referral.language_for(languages))


def show_opt_in(session: Session, *, pool: MemberPool) -> dict[str, Any]:
    """Return the active opt-in with its consents. Raises Problem no-opt-in."""
    return {**opt_in_view(session.opt_in()), "consents": pool.consents(session.candidate)}


def export(session: Session, *, pool: MemberPool) -> dict[str, Any]:
    """Return everything that the pool holds about the person."""
    return export_view(session, pool.consents(session.candidate))
