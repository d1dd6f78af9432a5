"""Joining the talent pool, and changing what was declared: one write, with the consent that explains it."""

from functions.domain.employers.policy import EmployerPolicy
from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import Notice
from functions.domain.pool.consent import Receipt, consent_reference, expiry
from functions.domain.pool.membership import OptIn
from functions.optin.area import Area, settle_area
from functions.optin.caller import Referral, Session, referral_of
from functions.optin.ports import Ports
from functions.optin.receipt import agrees_to_something_new, is_withheld, owed_receipt
from functions.optin.schema import OptInRequest
from functions.optin.validation import validate
from functions.runtime.http.problem import Problem


@dataclass(frozen=True)
class Joined:
    """The receipt on record, and, where something new was agreed to, what is owed by email.

    `withheld`: something new was agreed to, and no email says so.
    """

    receipt: Receipt
    owed: Notice | None = None
    withheld: bool = False


def join(session: Session, request: OptInRequest, *, ports: Ports) -> Joined:
    """Record or replace the opt-in. The same request twice is one opt-in, with one receipt.

    Raises Problem withdrawn, consent-changed, invalid-opt-in or busy.
    """
    if session.active and session.active.request_sha256 == request.sha256():
        return Joined(session.active.receipt)
    # The browser may repeat a request after the person withdrew in another tab. A request that does not name the last
    # withdrawal was made before it, and must not bring the profile back.
    if session.withdrawn_at and request.rejoin_after != session.withdrawn_at:
        raise Problem("withdrawn")
    referral = referral_of(session, ledger=ports.ledger, employer_of=ports.employer)
    validate(request, referral.policy, session.now.date())
    before = session.active.place if session.active else None
    area = settle_area(request.profile.area, request.profile.place, referral.policy, before)
    opt_in = _opt_in(session, request, referral, area, receipt_id=ports.new_id())
    is_new = agrees_to_something_new(session.active, opt_in)
    withheld = is_new and is_withheld(referral, opt_in)
    owed = owed_receipt(session, referral, opt_in) if is_new and not withheld else None
    if ports.pool.join(opt_in, [owed] if owed else []):
        return Joined(opt_in.receipt, owed, withheld)
    # Another tab of this person, or their withdrawal, was recorded first: decide again on what it left.
    return join(session.reload(pool=ports.pool, now=ports.now), request, ports=ports)


def _opt_in(session: Session, request: OptInRequest, referral: Referral, area: Area, *, receipt_id: str) -> OptIn:
    member, candidate = session.member, referral.decision.candidate
    return OptIn(
        candidate=session.candidate,
        # The store writes only over the revision before it: of two tabs that read the same profile, one loses.
        revision=(member.revision if member else 0) + 1,
        email=candidate.email,
        given_name=candidate.given_name,
        family_name=candidate.family_name,
        answers=request.answers(area.text),
        place=area.place,
        months=request.months,
        receipt=_receipt(session, request, referral.policy, receipt_id),
        joined_at=session.active.joined_at if session.active else session.now,
        request_sha256=request.sha256(),
        withdrawn_at=session.withdrawn_at,
    )


def _receipt(session: Session, request: OptInRequest, policy: EmployerPolicy, receipt_id: str) -> Receipt:
    # Word for word: the employer's texts change, and what this person agreed to must not change with them.
    text, agreed, shared = policy.consent, request.purposes, request.agencies
    return Receipt(
        id=receipt_id,
        given_at=session.now,
        expires_at=expiry(session.now, request.months),
        employer=policy.brand.name,
        consent=consent_reference(text, policy.agencies),
        intro=text.intro,
        purposes=[{"id": purpose.id, "text": purpose.text} for purpose in text.purposes if purpose.id in agreed],
        agencies=[
            {"id": agency.id, "name": agency.name, "text": agency.text}
            for agency in policy.agencies
            if agency.id in shared
        ],
        method="web form",
        notice=str(session.invitation.notice),
    )
