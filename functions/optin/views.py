"""The answers to the page as plain JSON values. Their shapes are in `docs/contracts/api.md`."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from functions.domain.employers.contact_language import contact_language
from functions.domain.employers.employers import Employer
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.lean_dataclass import dataclass
from functions.domain.personal_data import EmailAddress
from functions.domain.pool.consent import consent_reference
from functions.domain.pool.membership import Ending, OptIn, Standing, Withdrawal
from functions.optin.caller import Session


@dataclass(frozen=True)
class Shown:
    """The part of the page about a person and their employer; `employer` is None where it is no longer in the file."""

    employer: Employer | None
    employer_name: str
    given_name: str | None = None
    job_title: str | None = None
    language: str | None = None
    can_join: bool = False
    locale: str | None = None


def invitation_view(session: Session, shown: Shown, languages: Sequence[str] = ()) -> dict[str, Any]:
    """Return the body of GET /api/invitation, in the first of these languages that the employer offers."""
    language = shown.employer.language_of(*languages, shown.language, shown.locale) if shown.employer else None
    policy = shown.employer.policy_in(language) if shown.employer and language else None
    active = session.active
    # Neither address nor family name: a forwarded link shows this page to others.
    return {
        "employer": _employer(shown),
        "given_name": shown.given_name,
        "job_title": shown.job_title,
        "language": language or shown.language or "en",
        "contact_language": contact_language(policy.choices, shown.locale, language) if policy else None,
        "join_until": session.invitation.expires_at.isoformat(),
        "can_join": shown.can_join and not session.is_past_end,
        "opt_in": {
            "state": session.standing.value,
            "withdrawn_at": _moment(session.withdrawn_at),
            "revision": active.revision if active else None,
        },
        "consent": _consent(policy) if policy else None,
        "agencies": [agency.shown() for agency in policy.agencies] if policy else [],
        "choices": asdict(policy.choices) if policy else None,
    }


def opt_in_view(opt_in: OptIn, policy: EmployerPolicy | None, now: datetime) -> dict[str, Any]:
    """Return the body of GET /api/opt-in, without the consents. `policy`: the employer's, in the page's language."""
    from functions.domain.pool.labels import labels_view  # noqa: PLC0415  # the page's first call shows none

    receipt, pending = opt_in.receipt, opt_in.pending_address
    waits = pending is not None and now < pending.expires_at
    return {
        "revision": opt_in.revision,
        "profile": opt_in.answers,
        "place": opt_in.place,
        "labels": labels_view(opt_in, policy),
        "purposes": [purpose["id"] for purpose in receipt.purposes],
        "agencies": [agency["id"] for agency in receipt.agencies],
        "months": opt_in.months,
        "email": masked(opt_in.email),
        "new_email": masked(pending.email) if pending and waits else None,
        "paused_until": opt_in.paused_until.isoformat() if opt_in.paused_until else None,
        "given_at": opt_in.joined_at.isoformat(),
        "updated_at": receipt.given_at.isoformat(),
        "expires_at": opt_in.expires_at.isoformat(),
        "receipt": receipt.record(),
    }


def withdrawal_view(withdrawal: Withdrawal, profiles: int = 1) -> dict[str, Any]:
    """Return the body of DELETE /api/opt-in. `profiles`: how many the person had at their address."""
    state = "erased" if withdrawal.ending is Ending.ERASED else Standing.WITHDRAWN.value
    return {"state": state, "withdrawn_at": withdrawal.withdrawn_at.isoformat(), "profiles": profiles}


def masked(email: EmailAddress) -> str:
    """Return the address as its owner knows it again, and nobody else learns it."""
    local, _, domain = email.reveal().rpartition("@")
    return f"{local[:1]}…@{domain}"


def person_view(opt_in: OptIn) -> dict[str, Any]:
    """Return who the person is, as the export has it."""
    names = {"given_name": opt_in.given_name, "family_name": opt_in.family_name}
    pending = opt_in.pending_address
    return {
        "email": opt_in.email.reveal(),
        **{key: name.reveal() if name else None for key, name in names.items()},
        "candidate_id": opt_in.candidate_id,
        "application_id": opt_in.application_id,
        "source": opt_in.source,
        "locale": opt_in.locale,
        "time_zone": opt_in.time_zone,
        "place": opt_in.place,
        "new_email": pending.email.reveal() if pending else None,
    }


def _consent(policy: EmployerPolicy) -> dict[str, Any]:
    text = policy.consent
    purposes = [asdict(purpose) for purpose in text.purposes]
    return {**consent_reference(text, policy.agencies), "intro": text.intro, "purposes": purposes}


def _employer(shown: Shown) -> dict[str, str | None]:
    if shown.employer is None:
        return {"name": shown.employer_name, "contact_email": None, "postal_address": None, "path": None}
    brand = shown.employer.policy.brand
    return {
        "name": brand.name,
        "contact_email": brand.contact_email.reveal(),
        "postal_address": brand.postal_address,
        "path": shown.employer.path,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
