"""Sees everything that happens in the simulated world, and says what must never be."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from functions.domain.decisions.events import (
    CandidateErased,
    CandidateHired,
    CandidateWithdrew,
    DecisionEvent,
    Rejected,
    RejectionRescinded,
)
from functions.domain.notices.notice import FOR_EVER, Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import COMPLAINED, CORRECT, Reviewer
from functions.domain.notices.revocation import HIRED_FOR
from functions.domain.notices.states import STATE_BY_STATUS, DeliveryStatus, State
from functions.domain.timing.slots import find_slot
from functions.mail.message import Mail
from functions.mail.ses_events import MailEvent
from functions.review.hints import to_do
from tests.builders import policy
from tests.fakes.notify import ZONE, World
from tests.simulation.applicants import IDS, PEOPLE, SHARED_IDS, is_about_another, is_shared

ENDS = frozenset(State) - {State.HELD, State.CLAIMED}
# Of these nothing goes out by itself any more; what ends silently leaves them as they are.
SETTLED = frozenset(State) - {State.HELD, State.CLAIMED, State.UNKNOWN, State.RESCINDED}
_TIMING = replace(policy().timing, hold=timedelta(0))


class Witness:
    """`steps`: the moments of all lives of all worlds so far. `decided`: every rejection that was published."""

    steps = 0

    def __init__(self, world: World) -> None:
        self.world = world
        self.moment = 0
        self.decided: list[Rejected] = []
        self.known: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
        self.seen = 0
        self.told: list[NoticeRef] = []
        self.claimed_at: dict[str, int] = {}
        self.closed: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
        self.events: dict[NoticeRef, list[MailEvent]] = defaultdict(list)
        self.losses: set[NoticeRef] = set()
        self.attempts_allowed = 1
        self.told_in: dict[str, Sequence[NoticeRef]] = {}
        self.sends: Counter[NoticeRef] = Counter()
        self.told_decided_at: dict[NoticeRef, list[datetime]] = defaultdict(list)
        self.corrected: set[NoticeRef] = set()
        self.is_restored = False
        self.times: Sequence[datetime] = ()

    def open_at(self, times: Sequence[datetime]) -> None:
        """When the worker whose turn it is was at work."""
        self.times = times

    def read(self, moment: str) -> None:
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
        for number in range(self.seen, len(self.world.mailer.accepted)):
            attempt, refs = self.world.mailer.claims[number], self._refs_told_in(number)
            self.told_in[attempt] = refs
            self.told += refs
            self._check_the_mail(refs, self.world.mailer.accepted[number][1])
        notices = self.world.ledger.notices
        self.corrected |= {ref for ref, notice in notices.items() if notice.review_reason == CORRECT}
        if self.seen < len(self.world.mailer.accepted):
            self.seen = len(self.world.mailer.accepted)
            for ref, count in Counter(self.told).items():
                assert count <= self.attempts_allowed + self.sends[ref], "told twice"

    def _refs_told_in(self, number: int) -> Sequence[NoticeRef]:
        """Every notice that the mail tells of."""
        ref, attempt = self.world.mailer.accepted[number][0], self.world.mailer.claims[number]
        notice = self.world.ledger.notices[ref]
        return next((claim.together for claim in notice.claims if claim.id == attempt), ()) or (ref,)

    def restored(self) -> None:
        """The ledger is as it was some time ago: what SES has proven since is lost."""
        self.is_restored = True
        self.losses |= set(self.told)

    def published(self, events: list[MailEvent]) -> None:
        """SES has something to say."""
        for event in events:
            for ref in self.told_in.get(event.attempt or "", ()):
                self.events[ref].append(event)

    def lost(self, event: MailEvent) -> None:
        """And nobody hears it."""
        self.losses |= set(self.told_in.get(event.attempt or "", ()))

    def done(self, message: DecisionEvent | NoticeRef | MailEvent) -> None:
        """A message came to its end."""
        match message:
            case Rejected():
                self.known[message.data.application_id].append((message.data.decided_at, self.moment))
            case RejectionRescinded():
                self.closed[message.data.application_id].append((message.data.rescinded_at, self.moment))
            case CandidateWithdrew():
                self.closed[message.data.application_id].append((FOR_EVER, self.moment))
            case CandidateHired():
                until, name = message.data.hired_at + HIRED_FOR, message.data.application_id
                for key in (name, PEOPLE[name]):
                    self.closed[key].append((until, self.moment))
            case CandidateErased():
                # Of an id that two people have, nobody can say whom it is about.
                for name in {PEOPLE[name] for name, id_ in IDS.items() if id_ == message.data.candidate.id}:
                    if message.data.candidate.id not in SHARED_IDS:
                        self.closed[name].append((message.data.erased_at, self.moment))
        self.check()

    def check_the_end(self, published: list[DecisionEvent]) -> None:
        """Once all is done, only what was decided and taken back counts, and not the order in which it came."""
        for application in {event.data.application_id for event in published if isinstance(event, Rejected)}:
            self._check_application(application, published)
        for notice in self.world.ledger.notices.values():
            if notice.letter:
                continue
            self._check_the_truth(notice)
            self._check_what_is_kept(notice, published)
            self._check_no_stranger_is_silenced(notice, published)
        for ref in set(self.told):
            self._check_what_was_untrue(ref, published)

    def _check_application(self, application: str, published: list[DecisionEvent]) -> None:
        rejections = [e for e in published if isinstance(e, Rejected) and e.data.application_id == application]
        over = max(_loud(application, published), default=None)
        silent = max(_silent(IDS[application], published), default=None)
        ends = max((end for end in (over, silent) if end), default=None)
        standing = [e for e in rejections if ends is None or e.data.decided_at > ends]
        first = NoticeRef.of(rejections[0].source, application)
        notices = [n for n in self.world.ledger.notices.values() if n.ref.application == first.application]
        if any(is_about_another(event, application) for event in published):
            # Told, waiting for a person, or silent because the other was not known yet.
            return
        self._check_what_stands([n for n in notices if not n.rescinded_at], standing, is_silent=silent is not None)

    def _check_what_stands(self, notices: list[Notice], standing: list[Rejected], *, is_silent: bool) -> None:
        if is_silent and not standing:
            assert all(notice.state in SETTLED for notice in notices), "hired or erased, and still to be told"
        if is_silent:
            assert len(notices) <= 1
            return
        assert len(notices) == bool(standing), "as many notices stand as rejections do: one, or none"
        for notice in notices:
            assert notice.state is not State.RESCINDED
            # An objection to email in any repeat counts, wherever the rescission turns out to lie.
            assert notice.decision in [data for event in standing for data in (event.data, event.data.without_email())]
            if all(event.data.candidate.can_email is False for event in standing):
                assert notice.state is State.SUPPRESSED, "can_email: false wins"

    def _check_the_truth(self, notice: Notice) -> None:
        """What the ledger says is so; what it can't say, or must not do by itself, waits for a person."""
        told, by = notice.ref in self.told, self.world.ledger.review.get(notice.ref)
        assert notice.state in ENDS or notice.review_reason, "it came to no end, and nobody has to look at it"
        if any(entry.cause == "operator: corrected" for entry in notice.history) and notice.rescinded_at:
            # A person has sent its correction, in the next cycle.
            return
        is_owed = notice.state is State.UNKNOWN or (
            notice.state in {State.REFUSED, State.BOUNCED} and not notice.rescinded_at
        )
        if notice.review_reason == COMPLAINED:
            assert by
            assert by.who is Reviewer.NOBODY
        elif notice.review_reason or (is_owed and not to_do(notice).startswith("nothing: resolved")):
            assert by is not None, f"{notice.state}, and nobody looks at it"
            assert by.who is Reviewer.PERSON, f"{notice.state}, and no person looks at it"
        else:
            assert by is None, "nobody is owed that answer any more"
        if notice.state in {State.ACCEPTED, State.DELIVERED, State.COMPLAINED, State.BOUNCED}:
            assert told, f"{notice.state}, and nothing was sent"
        if told and notice.ref not in self.losses:
            proven = defaultdict[str | None, list[DeliveryStatus]](list)
            for event in self.events[notice.ref]:
                if event.meaning.delivery_status:
                    proven[event.attempt].append(event.meaning.delivery_status)
            # Of several attempts, one counts: which one is for the unit tests to say.
            strongest = {STATE_BY_STATUS[max(statuses)] for statuses in proven.values()}
            assert notice.state in strongest, "the strongest proof counts"

    def _check_what_was_untrue(self, ref: NoticeRef, published: Iterable[DecisionEvent]) -> None:
        """Whoever was told what was rescinded, or was hired there: somebody was asked to speak to them."""
        notice = self.world.ledger.notices[ref]
        untrue = max(_untrue(notice.application_id, published), default=None)
        rejected = {event.meaning.delivery_status for event in self.events[ref]} <= {DeliveryStatus.REJECTED}
        if untrue and min(self.told_decided_at[ref]) <= untrue and notice.state is not State.REFUSED and not rejected:
            assert ref in self.corrected, "told what was revoked, and nobody has to say so"

    def _check_what_is_kept(self, notice: Notice, published: Iterable[DecisionEvent]) -> None:
        """Of whom was erased: nothing that was decided before."""
        person = IDS[notice.application_id]
        erased = [
            e.data.erased_at for e in published if isinstance(e, CandidateErased) if e.data.candidate.id == person
        ]
        if is_shared(notice.application_id):
            return
        if erased and notice.decision:
            assert notice.decision.decided_at > max(erased), "erased, and still there"

    def _check_no_stranger_is_silenced(self, notice: Notice, published: Iterable[DecisionEvent]) -> None:
        """By a hire of another person with the same id, once both were known."""
        ends = [(entry.at, entry.cause) for entry in notice.history if entry.state is State.RESCINDED]
        if not is_shared(notice.application_id) or notice.decision is None or not ends or ends[0][1] != "hired":
            return
        hires = [
            e for e in published if isinstance(e, CandidateHired) if e.data.candidate.id == IDS[notice.application_id]
        ]
        strangers = [self.world.ledger.get(NoticeRef.of(e.source, e.data.application_id)) for e in hires]
        assert not all(
            stranger
            and PEOPLE[stranger.application_id] != PEOPLE[notice.application_id]
            and stranger.decision
            and max(stranger.history[0].at, notice.history[0].at) < ends[0][0]
            for stranger in strangers
        ), "silenced in a stranger's name"

    def _check_the_mail(self, refs: Sequence[NoticeRef], mail: Mail) -> None:
        told = [self.world.ledger.notices[ref] for ref in refs]
        assert len({PEOPLE[notice.application_id] for notice in told}) == 1, "one mail, two people"
        assert mail.to.reveal().startswith(PEOPLE[told[0].application_id]), "told at a stranger's address"
        self._check_what_is_said(told, mail)
        assert any(map(_is_open, self.times)), "told at night"
        for notice in told:
            assert not notice.review_reason or notice.rescinded_at, "told, though it was held back"
            assert not notice.latest_at or min(self.times) <= notice.latest_at, "told, long after its time"
            erased = any(entry.cause == "personal data erased" for entry in notice.history)
            assert notice.decision or erased, "told, though it was rescinded in time"
            if notice.decision:
                self.told_decided_at[notice.ref].append(notice.decision.decided_at)
                self._check_the_decision(notice, notice.decision.decided_at)
                assert notice.decision.candidate.can_email is not False, "told, and did not want to be"

    def _check_what_is_said(self, told: Sequence[Notice], mail: Mail) -> None:
        """Nothing older than what was known at the claim, and no open application against the newest word."""
        for notice in told:
            known = [at for at, done_at in self.known[notice.application_id] if done_at < self._claimed_at(notice)]
            mine = [e.data for e in self.decided if e.data.application_id == notice.application_id]
            titles = [data.job.title for data in mine if data.decided_at >= max(known, default=data.decided_at)]
            assert any(title in mail.text for title in titles), "told what was corrected"
        newest = max((notice.decision.decided_at for notice in told if notice.decision), default=None)
        if newest and "another application open" in mail.text:
            person = PEOPLE[told[0].application_id]
            known_people = [e.data for e in self.decided if PEOPLE[e.data.application_id] == person]
            says_so = [data for data in known_people if data.candidate.others_open and data.decided_at >= newest]
            notices = self.world.ledger.notices.values()
            is_open_again = any(n.state is State.RESCINDED for n in notices if PEOPLE.get(n.application_id) == person)
            assert says_so or is_open_again, "says that another is open, and the newest word is that none is"

    def _claimed_at(self, notice: Notice) -> int:
        return self.claimed_at.get(notice.claim.id, self.moment) if notice.claim else self.moment

    def _check_the_decision(self, notice: Notice, decided_at: datetime) -> None:
        for key in (notice.application_id, PEOPLE[notice.application_id]):
            for until, done_at in self.closed[key]:
                in_time = done_at < self._claimed_at(notice) and until >= decided_at
                assert not in_time, "told, though it was rescinded in time"


def next_opening(moment: datetime) -> datetime:
    """That moment, if a mail may go out then; else the next at which one may."""
    return find_slot(moment, now=moment, timing=_TIMING, zone=ZONE, holiday=lambda _day: None).due_at


def _is_open(moment: datetime) -> bool:
    return next_opening(moment) == moment


def _loud(application: str, published: Iterable[DecisionEvent]) -> Iterable[datetime]:
    """Up to when decisions about this application were taken back."""
    for event in published:
        match event:
            case RejectionRescinded() if event.data.application_id == application:
                yield event.data.rescinded_at
            case CandidateWithdrew() if event.data.application_id == application:
                yield FOR_EVER
            case CandidateHired() if event.data.application_id == application:
                yield event.data.hired_at + HIRED_FOR


def _untrue(application: str, published: Iterable[DecisionEvent]) -> Iterable[datetime]:
    """Up to when a "no" about this application was untrue."""
    for event in published:
        match event:
            case RejectionRescinded() if event.data.application_id == application:
                yield event.data.rescinded_at
            case CandidateHired() if event.data.application_id == application:
                yield event.data.hired_at + HIRED_FOR


def _silent(person: str, published: Iterable[DecisionEvent]) -> Iterable[datetime]:
    """Up to when this person is told nothing, whatever the application."""
    for event in published:
        match event:
            case CandidateHired() if event.data.candidate.id == person:
                yield event.data.hired_at + HIRED_FOR
            case CandidateErased() if event.data.candidate.id == person:
                yield event.data.erased_at
