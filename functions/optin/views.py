"""The answers to the page as plain JSON values. Their shapes are in `docs/contracts/api.md`."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from functions.domain.employers.employers import Employer
from functions.domain.pool.consent import consent_reference
from functions.domain.pool.membership import OptIn, Standing, Withdrawal
from functions.optin.caller import Referral, Session


def invitation_view(session: Session, referral: Referral) -> dict[str, Any]:
    """Return the body of GET /api/invitation."""
    decision, policy = referral.decision, referral.policy
    text = policy.consent
    # Neither address nor family name: a forwarded link shows this page to others.
    return {
        "employer": _employer(referral.employer),
        "given_name": decision.candidate.greeting_name(),
        "job_title": decision.job.title,
        "language": text.language,
        "join_until": session.invitation.expires_at.isoformat(),
        "opt_in": {"state": session.standing.value, "withdrawn_at": _moment(session.withdrawn_at)},
        "consent": {
            **consent_reference(text, policy.agencies),
            "intro": text.intro,
            "purposes": [asdict(purpose) for purpose in text.purposes],
        },
        "agencies": [asdict(agency) for agency in policy.agencies],
        "choices": asdict(policy.choices),
    }


def opt_in_view(opt_in: OptIn) -> dict[str, Any]:
    """Return the body of GET /api/opt-in, without the consents."""
    receipt = opt_in.receipt
    return {
        "profile": opt_in.answers,
        "place": opt_in.place,
        "purposes": [purpose["id"] for purpose in receipt.purposes],
        "agencies": [agency["id"] for agency in receipt.agencies],
        "months": opt_in.months,
        "given_at": opt_in.joined_at.isoformat(),
        "updated_at": receipt.given_at.isoformat(),
        "expires_at": receipt.expires_at.isoformat(),
        "receipt": receipt.record(),
    }


def export_view(session: Session, consents: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the body of GET /api/opt-in/export: everything that the pool holds about the person."""
    opt_in = session.active
    return {
        "exported_at": session.now.isoformat(),
        "state": session.standing.value,
        "person": _person(opt_in) if opt_in else None,
        "opt_in": opt_in_view(opt_in) if opt_in else None,
        "consents": consents,
    }


def withdrawal_view(withdrawal: Withdrawal) -> dict[str, Any]:
    """Return the body of DELETE /api/opt-in."""
    return {"state": Standing.WITHDRAWN.value, "withdrawn_at": withdrawal.withdrawn_at.isoformat()}


def _person(opt_in: OptIn) -> dict[str, str | None]:
    names = {"given_name": opt_in.given_name, "family_name": opt_in.family_name}
    return {"email": opt_in.email.reveal(), **{key: name.reveal() if name else None for key, name in names.items()}}


def _employer(employer: Employer) -> dict[str, str]:
    brand = employer.policy.brand
    return {
        "name": brand.name,
        "contact_email": brand.contact_email.reveal(),
        "postal_address": brand.postal_address,
        "path": employer.path,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
