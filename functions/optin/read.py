"""What a candidate can do: look, join or change, withdraw, take everything away. Only a PUT and a DELETE write."""

from dataclasses import dataclass
from typing import Any

from functions.domain.employers.consent_text import Receipt, expiry
from functions.domain.employers.policy import Company
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.membership import OptIn, Standing, Withdrawal
from functions.optin.caller import Caller, Lead, Visit, lead_of
from functions.optin.ports import Ports
from functions.optin.problems import Problem
from functions.optin.schema import OptInRequest
from functions.optin.validation import check, shown_consent
from functions.optin.views import export_view, invitation_view, opt_in_view


@dataclass(frozen=True)
class News:
    """An opt-in that was just recorded, and what led to it."""

    invitation: Invitation
    lead: Lead
    opt_in: OptIn


@dataclass(frozen=True)
class Joined:
    """`news` is None where nothing else was agreed to than before."""

    receipt: Receipt
    news: News | None = None


def show_invitation(visit: Visit, *, ports: Ports) -> dict[str, Any]:
    return invitation_view(visit, lead_of(visit, ports=ports))


def show_opt_in(visit: Visit, *, ports: Ports) -> dict[str, Any]:
    return {**opt_in_view(visit.opt_in()), "consents": ports.pool.consents(visit.candidate)}


def export(visit: Visit, *, ports: Ports) -> dict[str, Any]:
    return export_view(visit, ports.pool.consents(visit.candidate))


def join(visit: Visit, request: OptInRequest, *, ports: Ports) -> Joined:
    """Records or replaces the opt-in; the same request twice is one opt-in, with one receipt.

    Raises Problem withdrawn, consent-changed, invalid-opt-in or busy.
    """
    if visit.active and visit.active.request_sha256 == request.sha256():
        return Joined(visit.active.receipt)
    # A request that is older than the last withdrawal can't know of it: a late repeat brings nothing back.
    if visit.withdrawn_at and request.rejoin_after != visit.withdrawn_at:
        raise Problem("withdrawn")
    lead = lead_of(visit, ports=ports)
    check(request, lead.company, visit.now.date())
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


def _news(visit: Visit, lead: Lead, opt_in: OptIn) -> News | None:
    """Who only corrects an answer agrees to what they had agreed to."""
    before = visit.active
    return None if before and _terms(opt_in) == _terms(before) else News(visit.invitation, lead, opt_in)


def _terms(opt_in: OptIn) -> tuple[object, ...]:
    receipt = opt_in.receipt
    return receipt.intro, receipt.purposes, receipt.agencies, opt_in.months


def _withdrawn(withdrawal: Withdrawal) -> dict[str, Any]:
    return {"state": Standing.WITHDRAWN.value, "withdrawn_at": withdrawal.withdrawn_at.isoformat()}
