"""What an event of SES changes: the notice that it proves something of, and the list of whom no mail may reach."""

from functions.domain.notice import PROVEN, Entry, Notice
from functions.domain.ses_event import SesEvent
from functions.feedback.events import Outcome
from functions.feedback.ports import Ports


def learn(event: SesEvent, *, ports: Ports) -> Outcome:
    """Raises Permanent with code unknown_notice, or Transient."""
    if event.ref is None:
        return Outcome.FOREIGN
    proof = event.meaning.proof
    if proof is None:
        _, kept = ports.proofs.note(event.ref, event.at, event.cause)
        return Outcome.KEPT if kept else Outcome.KNOWN
    entry = Entry(event.at, PROVEN[proof], event.cause)
    notice, is_news = ports.proofs.learn(event.ref, proof, entry, event.ses_message_id)
    # Also where it is no news: a worker may have died between the two writes.
    _list_address(event, notice, ports=ports)
    return Outcome.LEARNT if is_news else Outcome.KNOWN


def _list_address(event: SesEvent, notice: Notice, *, ports: Ports) -> None:
    # The event's own recipients may be others, to whom the mail was forwarded.
    claim = notice.claim or notice.earlier_claim
    if event.meaning.listed and claim:
        ports.do_not_contact.add(claim.sent_to, event.meaning.listed, event.at)
