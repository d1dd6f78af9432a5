"""Claim, send, mark. The claim comes before the send, there is one attempt, and doubt is never sent again.

Of two workers with the same notice one gets the claim. A crash between claim and mark leaves the claim in the
ledger; who finds it after its lease marks it UNKNOWN and does not send.
"""

from datetime import datetime
from typing import NoReturn

from functions.domain.decision import Rejection
from functions.domain.errors import Refused, Transient, Unsure
from functions.domain.notice import Claim, Entry, Notice, NoticeRef, State
from functions.notify.mail import Mail
from functions.notify.outcome import Outcome
from functions.notify.ports import Ports


def new_claim(notice: Notice, decision: Rejection, *, ports: Ports) -> tuple[Claim, Mail]:
    """What a worker writes into the ledger before it sends, and what it then sends."""
    now = ports.now()
    mail = ports.compose(notice, decision, now)
    return Claim(ports.new_id(), now, mail.template, mail.text_sha256, mail.to), mail


def send_held(notice: Notice, decision: Rejection, *, ports: Ports) -> Outcome:
    """Sends a notice that is held and due."""
    claim, mail = new_claim(notice, decision, ports=ports)
    if not ports.ledger.claim(notice.ref, claim):
        look_again()
    return send_claimed(notice.ref, claim, mail, ports=ports)


def send_claimed(ref: NoticeRef, claim: Claim, mail: Mail, *, ports: Ports) -> Outcome:
    """The one attempt that a claim allows."""
    try:
        message_id = ports.mailer.send(mail, ref)
    except Transient as err:
        released = ports.ledger.release(ref, claim, ports.now(), f"not sent: {err}")
        if released and released.rescinded_at:
            return take_back(released, released.rescinded_at, ports=ports)
        raise
    except Refused as err:
        return _settle(ref, claim, State.REFUSED, f"SES refused: {err}", Outcome.REFUSED, ports=ports)
    except Unsure as err:
        return _settle(ref, claim, State.UNKNOWN, f"no answer from SES: {err}", Outcome.UNKNOWN, ports=ports)
    ports.ledger.settle(ref, claim, Entry(ports.now(), State.ACCEPTED, "SES accepted"), message_id)
    return Outcome.ACCEPTED


def look_at_claim(ref: NoticeRef, claim: Claim, *, ports: Ports) -> Outcome:
    """Somebody else's claim: wait while it may be alive, else the mail may or may not have gone out."""
    if ports.now() < claim.at + ports.claim_lease:
        raise Transient("claimed by another worker")
    if not ports.ledger.settle(ref, claim, Entry(ports.now(), State.UNKNOWN, "worker lost")):
        look_again()
    return Outcome.UNKNOWN


def take_back(notice: Notice, rescinded_at: datetime, *, ports: Ports) -> Outcome:
    """Ends a notice that went back unsent, and that was rescinded while a worker had claimed it."""
    ports.ledger.take_back(notice.ref, rescinded_at, ports.now())
    return Outcome.TAKEN_BACK


def look_again() -> NoReturn:
    """Another worker has changed the notice since it was read: the message comes back, and reads it anew."""
    raise Transient("the notice has changed meanwhile; look again")


def _settle(ref: NoticeRef, claim: Claim, state: State, cause: str, outcome: Outcome, *, ports: Ports) -> Outcome:
    ports.ledger.settle(ref, claim, Entry(ports.now(), state, cause))
    return outcome
