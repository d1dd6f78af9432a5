"""The right to send: one worker gets it, for one attempt, and writes it down together with what it is about to send."""

from collections.abc import Sequence
from dataclasses import dataclass

from functions.domain.errors import Transient
from functions.domain.notice import Claim, Claiming, Entry, NoticeRef, State
from functions.notify.mail import Mail
from functions.notify.outcome import Outcome, Ready, Result
from functions.notify.ports import Ports


@dataclass(frozen=True)
class Composed:
    """A notice that is ready, and its mail."""

    ready: Ready
    mail: Mail

    @property
    def ref(self) -> NoticeRef:
        return self.ready.notice.ref


@dataclass(frozen=True)
class Claimed(Composed):
    """One attempt to send it."""

    claim: Claim


def claim_all(wanted: Sequence[Composed], *, ports: Ports) -> tuple[list[Claimed], dict[NoticeRef, Result]]:
    """What was claimed, and what became of the rest. Whom no mail may reach any more, none is sent to."""
    barred = ports.do_not_contact.among((one.mail.to for one in wanted), ports.now())
    refused = {
        one.ref: _suppress(one.ready, barred[one.mail.to], ports=ports) for one in wanted if one.mail.to in barred
    }
    tried = [_with_claim(one, ports=ports) for one in wanted if one.mail.to not in barred]
    got = ports.ledger.claim_all([Claiming(t.ready.notice, t.claim, t.ready.is_new) for t in tried]) if tried else []
    lost = {one.ref: changed() for one, mine in zip(tried, got, strict=True) if not mine}
    return [one for one, mine in zip(tried, got, strict=True) if mine], refused | lost


def changed() -> Transient:
    """Another worker has changed the notice since it was read: the message comes back, and reads it anew."""
    return Transient("the notice has changed meanwhile; look again")


def _with_claim(one: Composed, *, ports: Ports) -> Claimed:
    mail = one.mail
    return Claimed(one.ready, mail, Claim(ports.new_id(), ports.now(), mail.template, mail.text_sha256, mail.to))


def _suppress(ready: Ready, cause: str, *, ports: Ports) -> Result:
    now, why = ports.now(), f"do-not-contact: {cause}"
    if ready.is_new:
        opened = ports.ledger.open(ready.notice.entered(Entry(now, State.SUPPRESSED, why)), now) is None
    else:
        opened = ports.ledger.suppress(ready.notice.ref, now, why) is not None
    return Outcome.SUPPRESSED if opened else changed()
