"""Sees everything that happens in the simulated world, and says what must never be."""

from collections import Counter, defaultdict
from datetime import datetime

from functions.domain.attention import Who
from functions.domain.decision import DecisionEvent, Rejected, RejectionRescinded
from functions.domain.notice import PROVEN, Notice, NoticeRef, State
from functions.domain.ses_event import SesEvent
from tests.fakes.notify import World

ENDS = frozenset(State) - {State.HELD, State.CLAIMED}


class Witness:
    """`steps`: the moments of all lives of all worlds so far."""

    steps = 0

    def __init__(self, world: World) -> None:
        self.world = world
        self.moment = 0
        self.seen = 0
        self.claimed_at: dict[str, int] = {}
        self.rescinded: dict[NoticeRef, list[tuple[datetime, int]]] = defaultdict(list)
        self.events: dict[NoticeRef, list[SesEvent]] = defaultdict(list)
        self.losses: set[NoticeRef] = set()
        self.attempts_allowed = 1

    def look(self, moment: str) -> None:
        """At every moment of every worker's life."""
        self.moment += 1
        Witness.steps += 1
        if moment == "after claim_all":
            for notice in self.world.ledger.notices.values():
                if notice.claim:
                    self.claimed_at.setdefault(notice.claim.id, self.moment)
        self.check()

    def check(self) -> None:
        """What SES took since the last look."""
        for ref, _ in self.world.mailer.accepted[self.seen :]:
            self._check_the_mail(ref)
        if self.seen < len(self.world.mailer.accepted):
            self.seen = len(self.world.mailer.accepted)
            told = Counter(self.world.told())
            assert all(count <= self.attempts_allowed for count in told.values()), "told twice"

    def published(self, events: list[SesEvent]) -> None:
        """SES has something to say."""
        for event in events:
            if event.ref:
                self.events[event.ref].append(event)

    def lost(self, event: SesEvent) -> None:
        """And nobody hears it."""
        if event.ref:
            self.losses.add(event.ref)

    def done(self, message: DecisionEvent | NoticeRef | SesEvent) -> None:
        """A message came to its end."""
        if isinstance(message, RejectionRescinded):
            ref = NoticeRef.of(message.source, message.data.application_id)
            self.rescinded[ref].append((message.data.rescinded_at, self.moment))
        self.check()

    def check_the_end(self, published: list[DecisionEvent]) -> None:
        """Once all is done, only what was decided and rescinded counts, and not the order in which it came."""
        for ref in {_first(event) for event in published}:
            events = [event for event in published if _first(event) == ref]
            over = max((e.data.rescinded_at for e in events if isinstance(e, RejectionRescinded)), default=None)
            standing = [e for e in events if isinstance(e, Rejected) and (over is None or e.data.decided_at > over)]
            self._check_what_stands(self._open_notices(ref), standing)
        for notice in self.world.ledger.notices.values():
            self._check_the_truth(notice)

    def _check_the_truth(self, notice: Notice) -> None:
        """What the ledger says is so; what it can't say waits for a person."""
        told, by = notice.ref in self.world.told(), self.world.ledger.attention.get(notice.ref)
        assert notice.state in ENDS
        if notice.state in {State.UNKNOWN, State.REFUSED, State.BOUNCED}:
            assert by is not None, f"{notice.state}, and nobody looks at it"
            assert by.who is Who.PERSON, f"{notice.state}, and no person looks at it"
        else:
            assert by is None
        if notice.state in {State.ACCEPTED, State.DELIVERED, State.COMPLAINED, State.BOUNCED}:
            assert told, f"{notice.state}, and nothing was sent"
        if told and notice.ref not in self.losses:
            strongest = max(filter(None, (event.meaning.proof for event in self.events[notice.ref])))
            assert notice.state is PROVEN[strongest], "the strongest proof counts"

    def _check_what_stands(self, notices: list[Notice], standing: list[Rejected]) -> None:
        assert len(notices) == bool(standing), "as many notices stand as rejections do: one, or none"
        for notice in notices:
            assert notice.state is not State.RESCINDED
            # An objection to e-mail in any repeat counts, wherever the rescinding turns out to lie.
            assert notice.decision in [data for event in standing for data in (event.data, event.data.without_email())]
            if all(event.data.candidate.can_email is False for event in standing):
                assert notice.state is State.SUPPRESSED, "can_email: false wins"

    def _open_notices(self, first: NoticeRef) -> list[Notice]:
        notices = self.world.ledger.notices.values()
        return [notice for notice in notices if notice.ref.application == first.application and not notice.rescinded_at]

    def _check_the_mail(self, ref: NoticeRef) -> None:
        notice = self.world.ledger.notices[ref]
        assert notice.decision is not None
        assert notice.decision.candidate.can_email is not False, "told, and did not want to be"
        claimed_at = self.claimed_at.get(notice.claim.id, self.moment) if notice.claim else self.moment
        for rescinded_at, done_at in self.rescinded[NoticeRef(ref.application)]:
            in_time = done_at < claimed_at and rescinded_at >= notice.decision.decided_at
            assert not in_time, "told, though it was rescinded in time"


def _first(event: DecisionEvent) -> NoticeRef:
    return NoticeRef.of(event.source, event.data.application_id)
