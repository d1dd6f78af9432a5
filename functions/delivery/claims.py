"""The right to send: one worker gets it, for one attempt, and writes it down together with what it is about to send."""

from collections.abc import Sequence
from dataclasses import dataclass

from functions.delivery.outcome import Outcome, Ready, Result
from functions.domain.errors import Transient
from functions.domain.notices.notice import Claim, Claiming, Entry, NoticeRef
from functions.domain.notices.states import State
from functions.mail.message import Mail
from functions.notify.ports import Ports


@dataclass(frozen=True)
class Composed:
    """The notices that are told together, as a rule one, and their mail. The first is its tag."""

    told: tuple[Ready, ...]
    mail: Mail

    @property
    def refs(self) -> tuple[NoticeRef, ...]:
        return tuple(one.ref for one in self.told)


@dataclass(frozen=True)
class Claimed(Composed):
    """One attempt to send it."""

    claim: Claim


def claim_all(wanted: Sequence[Composed], *, ports: Ports) -> tuple[list[Claimed], dict[NoticeRef, Result]]:
    """What was claimed, and what became of the rest. Whom no mail may reach any more, none is sent to."""
    barred = ports.do_not_contact.among((one.mail.to for one in wanted), ports.now())
    results: dict[NoticeRef, Result] = {}
    for one in wanted:
        if one.mail.to in barred:
            results |= _suppress(one, barred[one.mail.to], ports=ports)
    tried = [_with_claim(one, ports=ports) for one in wanted if one.mail.to not in barred]
    mails = [[Claiming(ready.notice, one.claim, ready.is_new) for ready in one.told] for one in tried]
    got = ports.ledger.claim_all(mails) if tried else []
    for one, mine in zip(tried, got, strict=True):
        if not mine:
            results |= dict.fromkeys(one.refs, changed())
    return [one for one, mine in zip(tried, got, strict=True) if mine], results


def changed() -> Transient:
    """Another worker has changed the notice since it was read: the message comes back, and reads it anew."""
    return Transient("the notice has changed meanwhile; look again")


def _with_claim(one: Composed, *, ports: Ports) -> Claimed:
    mail, together = one.mail, one.refs if len(one.told) > 1 else ()
    claim = Claim(ports.new_id(), ports.now(), mail.template, mail.text_sha256, mail.to, together)
    return Claimed(one.told, mail, claim)


def _suppress(one: Composed, cause: str, *, ports: Ports) -> dict[NoticeRef, Result]:
    """Those to the same address; others may be reached at theirs, and are looked at anew."""
    results: dict[NoticeRef, Result] = dict.fromkeys(one.refs, changed())
    for ready in one.told:
        if ready.decision.candidate.email.reveal().lower() == one.mail.to.reveal().lower():
            results[ready.ref] = _suppress_one(ready, f"do-not-contact: {cause}", ports=ports)
    return results


def _suppress_one(ready: Ready, why: str, *, ports: Ports) -> Result:
    now = ports.now()
    if ready.is_new:
        suppressed = ports.ledger.open(ready.notice.entered(Entry(now, State.SUPPRESSED, why)), now) is None
    else:
        suppressed = ports.ledger.suppress(ready.ref, now, why) is not None
    return Outcome.SUPPRESSED if suppressed else changed()
