"""Record of an event of SES: the delivery status of its email, and the addresses that may get no more."""

from functions.domain.errors import Permanent
from functions.domain.notices.notice import Claim, Entry, Notice
from functions.domain.notices.owed_letter import OwedLetter
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.states import STATE_BY_STATUS, DeliveryStatus
from functions.domain.personal_data import EmailAddress
from functions.feedback.outcome import EventOutcome, outcome_of
from functions.feedback.ports import Ports
from functions.mail.ses_events import MailEvent
from functions.runtime import metrics
from functions.runtime.observability import count


def record(event: MailEvent, *, ports: Ports) -> EventOutcome:
    """Record an event. Raises Permanent with code unknown_notice, or Transient."""
    if event.ref is None:
        return EventOutcome.FOREIGN
    try:
        notice, is_news = _write(event, event.ref, ports=ports)
    except Permanent:
        # The ledger may have been restored to before this email. Its mailbox bounced, or complained, all the same.
        _suppress_address(event, event.recipient, ports=ports)
        raise
    # Both writes are repeated where the first is no news: a worker may have died between the two.
    claim = _claim(notice, event.attempt)
    for ref in claim.together if claim else ():
        if ref != event.ref:
            _write(event, ref, ports=ports)
    _suppress_address(event, _address(event, notice, claim), ports=ports)
    if notice.letter and event.meaning.delivery_status is DeliveryStatus.COMPLAINED:
        _end_opt_in(event, notice.letter, ports=ports)
    return outcome_of(event) if is_news else EventOutcome.ALREADY_RECORDED


def _end_opt_in(event: MailEvent, letter: OwedLetter, *, ports: Ports) -> None:
    from functions.feedback.end_opt_in import end_opt_in  # noqa: PLC0415  complaints are rare

    if end_opt_in(letter, event.at, pool=ports.pool):
        count(metrics.OPT_IN_ENDED_BY_COMPLAINT)


def _claim(notice: Notice, attempt: str | None) -> Claim | None:
    """Return the claim of an attempt: current, earlier or given back; where the event does not name it, the newest."""
    if found := next((claim for claim in notice.claims if attempt in {None, claim.id}), None):
        return found
    # Its worker heard that it was not sent.
    return notice.given_back if notice.given_back and notice.given_back.id == attempt else None


def _write(event: MailEvent, ref: NoticeRef, *, ports: Ports) -> tuple[Notice, bool]:
    status = event.meaning.delivery_status
    if status is None:
        return ports.delivery_events.record_note(ref, event.at, event.cause)
    entry = Entry(event.at, STATE_BY_STATUS[status], event.cause)
    return ports.delivery_events.record_status(ref, status, entry, event.provider_message_id, event.attempt)


def _suppress_address(event: MailEvent, address: EmailAddress | None, *, ports: Ports) -> None:
    cause = event.meaning.suppression_cause
    if cause and address:
        ports.do_not_contact.add(address, cause, event.at)


def _address(event: MailEvent, notice: Notice, claim: Claim | None) -> EmailAddress | None:
    # A letter's claim has no address, because the pool is where a person's data lives, and where it ends. An item may
    # have no claim either: SES took the email, our worker heard a transient answer, and gave the claim back.
    if notice.letter or claim is None or claim == notice.given_back:
        return event.recipient
    # A notice's own record counts: the event may name others, to whom the email was forwarded.
    return claim.sent_to
