"""Changing an opt-in: a correction keeps the consent, taking something back keeps its words, more is a new consent."""

from dataclasses import replace
from typing import Any

from functions.domain.employers.policy import EmployerPolicy
from functions.domain.notices.notice import Notice
from functions.domain.pool.consent import Receipt
from functions.domain.pool.labels import labels_of
from functions.domain.pool.membership import OptIn
from functions.optin.agree import (
    asks_for_no_more,
    end_of,
    keep_words,
    new_consent,
    reduced_consent,
    reduction_record,
)
from functions.optin.area import settle_area
from functions.optin.caller import Session
from functions.optin.letters import owed_for_consent, owed_for_end
from functions.optin.ports import Ports
from functions.optin.recorded import Recorded
from functions.optin.referral import employer_of, read_policy
from functions.optin.schema import Agreement, OptInRequest
from functions.optin.sign_consent import signed
from functions.optin.validation import validate, validate_correction


def change(session: Session, request: OptInRequest, *, ports: Ports) -> Recorded | None:
    """Replace the answers, and the consent where the request agrees to something new, or to less.

    Return None where another call was recorded first. Raises Problem opt-in-changed, too-many-changes, employer-left,
    consent-changed or invalid-opt-in.
    """
    before, policy = check_change(session, request, ports=ports)
    today = session.now.date()
    if is_correction := asks_for_no_more(request, before):
        validate_correction(request, policy, today, before)
        receipt = reduced_consent(request, before, session.now)
    else:
        validate(request, policy, today, before)
        receipt = _new_consent(session, request, policy, before, receipt_id=ports.new_id())
        keep_words(policy, pool=ports.pool)
    area = settle_area(request.profile, policy, before)
    answers = request.answers(area.text)
    after = replace(
        before,
        revision=before.revision + 1,
        answers=answers,
        place=area.place,
        labels=labels_of(answers, policy.choices, before.labels),
        months=request.months,
        receipt=receipt,
        request_sha256=request.sha256(),
        changes=session.changes(),
        is_emailed=not is_correction,
    )
    if receipt != before.receipt:
        after = signed(after, ports=ports)
    owed = _owed(before, after, policy, session)
    if ports.pool.change(after, _record(before, after, session), session.now, owed):
        return Recorded(after, None if is_correction else owed[0])
    return None


def check_change(session: Session, request: Agreement, *, ports: Ports) -> tuple[OptIn, EmployerPolicy]:
    """Return the opt-in that a request changes, and its employer's policy.

    Raises Problem opt-in-changed where the page showed an older state: a late repeat of a request must not bring back
    what the person has taken back since.
    """
    before = session.opt_in()
    if request.revision != before.revision:
        raise session.refuse("opt-in-changed")
    session.check_changes()
    return before, read_policy(employer_of(before.employer, employers=ports.employers), request.consent.language)


def _new_consent(
    session: Session, request: OptInRequest, policy: EmployerPolicy, before: OptIn, *, receipt_id: str
) -> Receipt:
    end = end_of(request, before, session.now)
    return new_consent(
        request, policy, given_at=session.now, expires_at=end, receipt_id=receipt_id, notice=before.receipt.notice
    )


def _owed(before: OptIn, after: OptIn, policy: EmployerPolicy, session: Session) -> list[Notice]:
    if after.receipt.id != before.receipt.id:
        return owed_for_consent(after, policy)
    if after.expires_at == before.expires_at:
        return []
    # The consent stands, and ends sooner: what is said about its end comes sooner, too.
    return owed_for_end(after, policy, session.now)


def _record(before: OptIn, after: OptIn, session: Session) -> dict[str, Any] | None:
    if after.receipt.id != before.receipt.id:
        return {"kind": "given", **after.receipt.record()}
    return reduction_record(before.receipt, after.receipt, session.now.isoformat())
