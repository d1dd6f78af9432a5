"""Joining the talent pool: one write, with the consent that explains it."""

from functions.domain.employers.policy import EmployerPolicy
from functions.domain.pool.consent import expiry
from functions.domain.pool.membership import OptIn
from functions.domain.pool.person_key import person_digest
from functions.optin.agree import keep_words, new_consent
from functions.optin.area import Area, settle_area
from functions.optin.caller import Session, has_moved
from functions.optin.letters import owed_for_consent
from functions.optin.new_opt_in import new_opt_in
from functions.optin.ports import Ports
from functions.optin.recorded import Recorded
from functions.optin.referral import Referral, read_policy, referral_of
from functions.optin.schema import OptInRequest
from functions.optin.sign_consent import signed
from functions.optin.validation import validate
from functions.runtime.http.problem import Problem


def join(session: Session, request: OptInRequest, *, ports: Ports) -> Recorded | None:
    """Record the opt-in. Return None where another call was recorded first.

    Raises Problem invitation-expired, link-replaced, consent-changed, invalid-opt-in, too-many-changes or
    employer-left.
    """
    # An expired code opens an opt-in that stands; it makes none.
    if session.is_past_end:
        raise Problem("invitation-expired")
    session.check_changes()
    referral = referral_of(session, ledger=ports.ledger, employers=ports.employers)
    if has_moved(session, referral.decision.candidate.email, pool=ports.pool):
        raise Problem("invitation-expired")
    if session.member is None and session.candidate != _key_of(referral, ports):
        # The decision was corrected after an email with this code had gone to another mailbox: a stranger may have it.
        raise Problem("link-replaced")
    policy = read_policy(referral.employer, request.consent.language)
    validate(request, policy, session.now.date())
    area = settle_area(request.profile, referral.policy)
    opt_in = signed(_opt_in(session, request, referral, policy, area, receipt_id=ports.new_id()), ports=ports)
    keep_words(policy, pool=ports.pool)
    owed = owed_for_consent(opt_in, referral.policy) if opt_in.is_emailed else []
    if ports.pool.join(opt_in, owed):
        return Recorded(opt_in, owed[0] if owed else None, withheld=not owed)
    return None


def _key_of(referral: Referral, ports: Ports) -> str:
    person = referral.decision.candidate
    return ports.keyed(person_digest(referral.employer.id, person.email, person.given_name, person.family_name))


def _opt_in(
    session: Session, request: OptInRequest, referral: Referral, policy: EmployerPolicy, area: Area, *, receipt_id: str
) -> OptIn:
    receipt = new_consent(
        request,
        policy,
        given_at=session.now,
        expires_at=expiry(session.now, request.months),
        receipt_id=receipt_id,
        notice=str(session.invitation.notice),
    )
    return new_opt_in(
        session,
        referral.decision.candidate,
        request,
        referral,
        policy,
        area=area,
        receipt=receipt,
        invitation=session.invitation,
    )
