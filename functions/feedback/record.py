"""What an event of SES changes: the notice that it proves something of, and the list of whom no mail may reach.

A receipt's proof is the pool's own record, so of its events only those that list an address change anything.
"""

from functions.domain.notices.notice import Claim, Entry, Notice, NoticeRef
from functions.domain.notices.states import STATE_BY_STATUS
from functions.feedback.outcome import Outcome, outcome_of
from functions.feedback.ports import Ports
from functions.mail.ses_events import MailEvent


def record(event: MailEvent, *, ports: Ports) -> Outcome:
    """Raises Permanent with code unknown_notice, or Transient."""
    if event.ref is None:
        return _learn_of_receipt(event, ports=ports) if event.receipt_id else Outcome.FOREIGN
    notice, is_news = _write(event, event.ref, ports=ports)
    # Also where it is no news: a worker may have died between the writes.
    claim = notice.claim or notice.earlier_claim
    for ref in claim.together if claim else ():
        if ref != event.ref:
            _write(event, ref, ports=ports)
    _list_address(event, claim, ports=ports)
    return outcome_of(event) if is_news else Outcome.ALREADY_RECORDED


def _write(event: MailEvent, ref: NoticeRef, *, ports: Ports) -> tuple[Notice, bool]:
    proof = event.meaning.delivery_status
    if proof is None:
        return ports.delivery_events.record_note(ref, event.at, event.cause)
    entry = Entry(event.at, STATE_BY_STATUS[proof], event.cause)
    return ports.delivery_events.record_status(ref, proof, entry, event.provider_message_id)


def _learn_of_receipt(event: MailEvent, *, ports: Ports) -> Outcome:
    if not event.meaning.suppression_cause or not event.recipient:
        return Outcome.OF_RECEIPT
    ports.do_not_contact.add(event.recipient, event.meaning.suppression_cause, event.at)
    return Outcome.RECEIPT_UNWANTED


def _list_address(event: MailEvent, claim: Claim | None, *, ports: Ports) -> None:
    # The event's own recipients may be others, to whom the mail was forwarded.
    if event.meaning.suppression_cause and claim and claim.sent_to:
        ports.do_not_contact.add(claim.sent_to, event.meaning.suppression_cause, event.at)
