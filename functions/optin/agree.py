"""The consent that a request gives: word for word as it was shown, or less of what is on record."""

from datetime import datetime
from typing import Any

from functions.domain.employers.consent_text import Agency
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.pool.consent import Receipt, consent_reference, expiry
from functions.domain.pool.membership import OptIn
from functions.optin.ports import MemberPool
from functions.optin.schema import Agreement


def new_consent(
    request: Agreement,
    policy: EmployerPolicy,
    *,
    given_at: datetime,
    expires_at: datetime,
    receipt_id: str,
    notice: str,
    method: str = "web form",
) -> Receipt:
    """Return the consent to today's words. Word for word: the employer's texts change, and a consent must not."""
    text, agreed, shared = policy.consent, request.purposes, request.agencies
    return Receipt(
        id=receipt_id,
        given_at=given_at,
        expires_at=expires_at,
        employer=policy.brand.name,
        consent=consent_reference(text, policy.agencies),
        intro=text.intro,
        purposes=[{"id": purpose.id, "text": purpose.text} for purpose in text.purposes if purpose.id in agreed],
        agencies=[_named(agency) for agency in policy.agencies if agency.id in shared],
        method=method,
        notice=notice,
    )


def _named(agency: Agency) -> dict[str, str]:
    licence = {"licence": agency.licence, "licence_checked_on": str(agency.licence_checked_on or "")}
    named = {"id": agency.id, "name": agency.name, "text": agency.text}
    return {**named, **{name: value for name, value in licence.items() if value}}


def keep_words(policy: EmployerPolicy, *, pool: MemberPool) -> None:
    """Keep today's words under their hash: a receipt holds only those that were ticked, and nobody could compute it."""
    text = policy.consent
    pool.keep_text(text.sha256(policy.agencies), text.canonical(policy.agencies))


def asks_for_no_more(request: Agreement, before: OptIn) -> bool:
    """Return whether the request agrees to what is on record, or to less: then the recorded words stand."""
    recorded = before.receipt
    return (
        _ids(recorded.purposes).issuperset(request.purposes)
        and _ids(recorded.agencies).issuperset(request.agencies)
        and request.months <= before.months
    )


def end_of(request: Agreement, before: OptIn, now: datetime) -> datetime:
    """Return when the opt-in ends after a change: what does not ask for more months prolongs nothing."""
    end = expiry(now, request.months)
    return end if request.months > before.months else min(before.expires_at, end)


def reduced_consent(request: Agreement, before: OptIn, now: datetime) -> Receipt:
    """Return the recorded consent without what the request leaves out, in the words of then."""
    recorded = before.receipt
    kept = {
        "purposes": [purpose for purpose in recorded.purposes if purpose["id"] in request.purposes],
        "agencies": [agency for agency in recorded.agencies if agency["id"] in request.agencies],
        "expires_at": end_of(request, before, now),
    }
    return Receipt(**{**vars(recorded), **kept})


def reduction_record(before: Receipt, after: Receipt, at: str | None) -> dict[str, Any] | None:
    """Return the partial withdrawal as it goes on record; None where nothing was taken back."""
    if before == after:
        return None
    return {
        "kind": "reduced",
        "at": at,
        "receipt": after.id,
        "purposes": sorted(_ids(before.purposes) - _ids(after.purposes)),
        "agencies": sorted(_ids(before.agencies) - _ids(after.agencies)),
        "expires_at": after.record()["expires_at"],
        "method": "web form",
    }


def _ids(statements: list[dict[str, str]]) -> set[str]:
    return {statement["id"] for statement in statements}
