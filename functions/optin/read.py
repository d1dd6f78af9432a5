"""What a candidate can do: look, join or change, withdraw, take everything away. Only a PUT and a DELETE write."""

from dataclasses import dataclass
from typing import Any

from functions.domain.employers.policy import EmployerPolicy
from functions.domain.pool.consent import Receipt, expiry
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.membership import OptIn, Standing, Withdrawal
from functions.optin.caller import Caller, Referral, Session, referral_of
from functions.optin.ports import Ports
from functions.optin.problems import Problem
from functions.optin.schema import OptInRequest
from functions.optin.validation import shown_consent, validate
from functions.optin.views import export_view, invitation_view, opt_in_view


@dataclass(frozen=True)
class ConsentChange:
    """An opt-in that was just recorded, and what led to it."""

    invitation: Invitation
    lead: Referral
    opt_in: OptIn


@dataclass(frozen=True)
class Joined:
    """`news` is None where nothing else was agreed to than before."""

    receipt: Receipt
    news: ConsentChange | None = None


def show_invitation(visit: Session, *, ports: Ports) -> dict[str, Any]:
    return invitation_view(visit, referral_of(visit, ports=ports))


def show_opt_in(visit: Session, *, ports: Ports) -> dict[str, Any]:
    return {**opt_in_view(visit.opt_in()), "consents": ports.pool.consents(visit.candidate)}


def export(visit: Session, *, ports: Ports) -> dict[str, Any]:
    return export_view(visit, ports.pool.consents(visit.candidate))


def join(visit: Session, request: OptInRequest, *, ports: Ports) -> Joined:
    """Records or replaces the opt-in; the same request twice is one opt-in, with one receipt.

    Raises Problem withdrawn, consent-changed, invalid-opt-in or busy.
    """
    if visit.active and visit.active.request_sha256 == request.sha256():
        return Joined(visit.active.receipt)
    # A request that is older than the last withdrawal can't know of it: a late repeat brings nothing back.
    if visit.withdrawn_at and request.rejoin_after != visit.withdrawn_at:
        raise Problem("withdrawn")
    lead = referral_of(visit, ports=ports)
    validate(request, lead.policy, visit.now.date())
    opt_in = _opt_in(visit, request, lead, ports=ports)
    if ports.pool.join(opt_in):
        return Joined(opt_in.receipt, _news(visit, lead, opt_in))
    return join(visit.again(ports=ports), request, ports=ports)


def withdraw(caller: Caller, *, ports: Ports, method: str = "web form") -> dict[str, Any]:
    """Ends the opt-in; again is the same answer. Raises Problem no-opt-in or busy."""
    if isinstance(caller.member, Withdrawal):
        return _withdrawn(caller.member)
    opt_in = caller.opt_in()
    withdrawal = Withdrawal(caller.candidate, opt_in.revision + 1, caller.now)
    if ports.pool.withdraw(withdrawal, opt_in, method):
        return _withdrawn(withdrawal)
    return withdraw(caller.again(ports=ports), ports=ports, method=method)


def _opt_in(visit: Session, request: OptInRequest, lead: Referral, *, ports: Ports) -> OptIn:
    member, candidate = visit.member, lead.decision.candidate
    return OptIn(
        candidate=visit.candidate,
        revision=(member.revision if member else 0) + 1,
        email=candidate.email,
        given_name=candidate.given_name,
        family_name=candidate.family_name,
        answers=request.answers(),
        months=request.months,
        receipt=_receipt(visit, request, lead.policy, ports.new_id()),
        joined_at=visit.active.joined_at if visit.active else visit.now,
        request_sha256=request.sha256(),
        withdrawn_at=visit.withdrawn_at,
    )


def _receipt(visit: Session, request: OptInRequest, policy: EmployerPolicy, receipt_id: str) -> Receipt:
    text = policy.consent
    return Receipt(
        id=receipt_id,
        given_at=visit.now,
        expires_at=expiry(visit.now, request.months),
        employer=policy.brand.name,
        consent=shown_consent(policy).model_dump(),
        intro=text.intro,
        purposes=[{"id": p.id, "text": p.text} for p in text.purposes if p.id in request.purposes],
        agencies=[{"id": a.id, "name": a.name, "text": a.text} for a in policy.agencies if a.id in request.agencies],
        method="web form",
        notice=str(visit.invitation.notice),
    )


def _news(visit: Session, lead: Referral, opt_in: OptIn) -> ConsentChange | None:
    """Who only corrects an answer agrees to what they had agreed to."""
    before = visit.active
    return None if before and _terms(opt_in) == _terms(before) else ConsentChange(visit.invitation, lead, opt_in)


def _terms(opt_in: OptIn) -> tuple[object, ...]:
    receipt = opt_in.receipt
    return receipt.intro, receipt.purposes, receipt.agencies, opt_in.months


def _withdrawn(withdrawal: Withdrawal) -> dict[str, Any]:
    return {"state": Standing.WITHDRAWN.value, "withdrawn_at": withdrawal.withdrawn_at.isoformat()}
