"""What an event of SES changes: the notice that it proves something of, and the list of whom no mail may reach.

A receipt's proof is the pool's own record, so of its events only those that list an address change anything.
"""

from functions.domain.notices.notice import Claim, Entry, Notice, NoticeRef
from functions.domain.notices.states import PROVEN
from functions.feedback.outcome import Outcome, news
from functions.feedback.ports import Ports
from functions.mail.ses_events import SesEvent


def learn(event: SesEvent, *, ports: Ports) -> Outcome:
    """Raises Permanent with code unknown_notice, or Transient."""
    if event.ref is None:
        return _learn_of_receipt(event, ports=ports) if event.receipt else Outcome.FOREIGN
    notice, is_news = _write(event, event.ref, ports=ports)
    # Also where it is no news: a worker may have died between the writes.
    claim = notice.claim or notice.earlier_claim
    for ref in claim.together if claim else ():
        if ref != event.ref:
            _write(event, ref, ports=ports)
    _list_address(event, claim, ports=ports)
    return news(event) if is_news else Outcome.KNOWN


def _write(event: SesEvent, ref: NoticeRef, *, ports: Ports) -> tuple[Notice, bool]:
    proof = event.meaning.proof
    if proof is None:
        return ports.proofs.note(ref, event.at, event.cause)
    entry = Entry(event.at, PROVEN[proof], event.cause)
    return ports.proofs.learn(ref, proof, entry, event.ses_message_id)


def _learn_of_receipt(event: SesEvent, *, ports: Ports) -> Outcome:
    if not event.meaning.listed or not event.sent_to:
        return Outcome.OF_RECEIPT
    ports.do_not_contact.add(event.sent_to, event.meaning.listed, event.at)
    return Outcome.RECEIPT_UNWANTED


def _list_address(event: SesEvent, claim: Claim | None, *, ports: Ports) -> None:
    # The event's own recipients may be others, to whom the mail was forwarded.
    if event.meaning.listed and claim and claim.sent_to:
        ports.do_not_contact.add(claim.sent_to, event.meaning.listed, event.at)
