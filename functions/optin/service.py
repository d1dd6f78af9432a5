"""What a candidate can do: look, join or change, withdraw, take everything away. Only a PUT and a DELETE write."""

from typing import Any

from functions.domain.company import Company
from functions.domain.consent import Receipt, expiry
from functions.domain.membership import OptIn, Standing, Withdrawal
from functions.optin.checks import check, shown_consent
from functions.optin.ports import Ports
from functions.optin.problems import Problem
from functions.optin.schema import OptInRequest
from functions.optin.views import export_view, invitation_view, opt_in_view
from functions.optin.visit import Lead, Visit, lead_of


def show_invitation(visit: Visit, *, ports: Ports) -> dict[str, Any]:
    return invitation_view(visit, lead_of(visit, ports=ports))


def show_opt_in(visit: Visit, *, ports: Ports) -> dict[str, Any]:
    return {**opt_in_view(visit.opt_in()), "consents": ports.pool.consents(visit.candidate)}


def export(visit: Visit, *, ports: Ports) -> dict[str, Any]:
    return export_view(visit, ports.pool.consents(visit.candidate))


def join(visit: Visit, request: OptInRequest, *, ports: Ports) -> dict[str, Any]:
    """Records or replaces the opt-in; the same request twice is one opt-in, with one receipt.

    Raises Problem withdrawn, consent-changed, invalid-opt-in or busy.
    """
    if visit.active and visit.active.request_sha256 == request.sha256():
        return {"receipt": visit.active.receipt.record()}
    # A request that is older than the last withdrawal can't know of it: a late repeat brings nothing back.
    if visit.withdrawn_at and request.rejoin_after != visit.withdrawn_at:
        raise Problem("withdrawn")
    lead = lead_of(visit, ports=ports)
    check(request, lead.company, visit.now.date())
    opt_in = _opt_in(visit, request, lead, ports=ports)
    if ports.pool.join(opt_in):
        return {"receipt": opt_in.receipt.record()}
    return join(visit.again(ports=ports), request, ports=ports)


def withdraw(visit: Visit, *, ports: Ports) -> dict[str, Any]:
    """Ends the opt-in; again is the same answer. Raises Problem no-opt-in or busy."""
    if isinstance(visit.member, Withdrawal):
        return _withdrawn(visit.member)
    opt_in = visit.opt_in()
    withdrawal = Withdrawal(visit.candidate, opt_in.revision + 1, visit.now)
    if ports.pool.withdraw(withdrawal, opt_in):
        return _withdrawn(withdrawal)
    return withdraw(visit.again(ports=ports), ports=ports)


def _opt_in(visit: Visit, request: OptInRequest, lead: Lead, *, ports: Ports) -> OptIn:
    member, candidate = visit.member, lead.decision.candidate
    return OptIn(
        candidate=visit.candidate,
        revision=(member.revision if member else 0) + 1,
        email=candidate.email,
        given_name=candidate.given_name,
        family_name=candidate.family_name,
        answers=request.answers(),
        months=request.months,
        receipt=_receipt(visit, request, lead.company, ports.new_id()),
        joined_at=visit.active.joined_at if visit.active else visit.now,
        request_sha256=request.sha256(),
        withdrawn_at=visit.withdrawn_at,
    )


def _receipt(visit: Visit, request: OptInRequest, company: Company, receipt_id: str) -> Receipt:
    text = company.consent
    return Receipt(
        id=receipt_id,
        given_at=visit.now,
        expires_at=expiry(visit.now, request.months),
        employer=company.company.name,
        consent=shown_consent(company).model_dump(),
        intro=text.intro,
        purposes=[{"id": p.id, "text": p.text} for p in text.purposes if p.id in request.purposes],
        agencies=[{"id": a.id, "name": a.name, "text": a.text} for a in company.agencies if a.id in request.agencies],
        method="web form",
        notice=str(visit.invitation.notice),
    )


def _withdrawn(withdrawal: Withdrawal) -> dict[str, Any]:
    return {"state": Standing.WITHDRAWN.value, "withdrawn_at": withdrawal.withdrawn_at.isoformat()}
