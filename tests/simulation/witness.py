"""Sees everything that happens in the simulated world, and says what must never be."""

from collections import Counter, defaultdict
from datetime import datetime

from functions.domain.decision import DecisionEvent, Rejected, RejectionRescinded
from functions.domain.notice import Notice, NoticeRef, State
from tests.fakes.notify import World

ENDS = frozenset(State) - {State.HELD, State.CLAIMED}


class Witness:
    def __init__(self, world: World) -> None:
        self.world = world
        self.moment = 0
        self.seen = 0
        self.claimed_at: dict[str, int] = {}
        self.rescinded: dict[NoticeRef, list[tuple[datetime, int]]] = defaultdict(list)

    def look(self, moment: str) -> None:
        """At every moment of every worker's life."""
        self.moment += 1
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
            assert all(count == 1 for count in told.values()), "told twice"

    def done(self, message: DecisionEvent | NoticeRef) -> None:
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

    def _check_what_stands(self, notices: list[Notice], standing: list[Rejected]) -> None:
        assert len(notices) == bool(standing), "as many notices stand as rejections do: one, or none"
        for notice in notices:
            assert notice.state in ENDS - {State.RESCINDED}
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
