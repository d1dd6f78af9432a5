"""Renewing an opt-in: a new consent in today's words, and a new end. Nothing else prolongs what a person agreed to."""

from dataclasses import replace

from functions.domain.pool.consent import expiry
from functions.optin.agree import keep_words, new_consent
from functions.optin.caller import Session
from functions.optin.change import check_change
from functions.optin.letters import owed_for_consent
from functions.optin.ports import Ports
from functions.optin.recorded import Recorded
from functions.optin.schema import RenewalRequest
from functions.optin.sign_consent import signed
from functions.optin.validation import validate_agreement


def renew(session: Session, request: RenewalRequest, *, ports: Ports) -> Recorded:
    """Record the new consent. The same request twice is one renewal.

    Raises Problem no-opt-in, opt-in-changed, too-many-changes, employer-left, consent-changed, invalid-opt-in or busy.
    """
    if session.opt_in().request_sha256 == request.sha256():
        return Recorded(session.opt_in())
    before, policy = check_change(session, request, ports=ports)
    validate_agreement(request, policy)
    receipt = new_consent(
        request,
        policy,
        given_at=session.now,
        expires_at=expiry(session.now, request.months),
        receipt_id=ports.new_id(),
        notice=before.receipt.notice,
    )
    after = replace(
        before,
        revision=before.revision + 1,
        months=request.months,
        receipt=receipt,
        request_sha256=request.sha256(),
        changes=session.changes(),
        is_emailed=True,
    )
    after = signed(after, ports=ports)
    keep_words(policy, pool=ports.pool)
    owed = owed_for_consent(after, policy)
    if ports.pool.join(after, owed):
        return Recorded(after, owed[0])
    return renew(session.reload(pool=ports.pool, now=ports.now), request, ports=ports)
