"""The notice: the one email that we owe a candidate about a decision, as the ledger knows it.

One application has one notice per cycle. A revocation closes a cycle, a later rejection opens the next. A letter that
the talent pool owes, such as the receipt of an opt-in, is an item of the same kind, with one cycle.
"""

from dataclasses import field, replace
from datetime import UTC, datetime
from typing import Self

from functions.domain.decisions.rejection import Rejection
from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.brake import BurstPosition
from functions.domain.notices.owed_letter import OwedLetter
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.states import DeliveryStatus, State
from functions.domain.personal_data import EmailAddress

# The moment of a revocation for good: a candidate who withdrew.
FOR_EVER = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True)
class Claim:
    """A worker's right to send one email once, and exactly what it is about to send.

    `together`: all notices of the email, where it is about more than one; the provider's events name the first.
    `sent_to` is None for a letter of the talent pool, and once the person was erased.
    """

    id: str
    at: datetime
    template: str
    text_sha256: str
    sent_to: EmailAddress | None
    together: tuple["NoticeRef", ...] = ()


@dataclass(frozen=True)
class Entry:
    """One line of a notice's history."""

    at: datetime
    state: State
    cause: str


@dataclass(frozen=True)
class Notice:
    """A notice in the ledger.

    `decision` is None for a letter, and where a revocation arrived before its rejection. `requires_correction`: it was
    revoked, and whoever was told all the same heard something untrue. `earlier_claim`: that of an attempt in doubt
    which somebody decided to repeat; `older_claims`: those before it. `latest_at`: afterwards it does not go out by
    itself. `postponements`: how many times `due_at` was put off. `review_reason`: why it needs a look.
    `delivery_attempt`: the id of the claim whose email has `delivery_status`, where that is known. `letter` is set for
    a letter of the talent pool alone. `revision`: how often the decision was corrected while it was held.
    `first_decided_at`: of the decision before its first correction. `replaced`: digests of what the last corrections
    have replaced. `given_back`: the last claim on an email about several notices that certainly was not sent, as its
    worker heard it. `employer`: the id of the employer whose decision it was when it arrived, or with whom the person
    agreed.
    """

    ref: NoticeRef
    state: State
    source: str
    application_id: str
    due_at: datetime | None = None
    latest_at: datetime | None = None
    postponements: int = 0
    decision: Rejection | None = None
    later_decision: Rejection | None = None
    rescinded_at: datetime | None = None
    requires_correction: bool = False
    claim: Claim | None = None
    earlier_claim: Claim | None = None
    older_claims: tuple[Claim, ...] = ()
    burst_position: BurstPosition | None = None
    review_reason: str | None = None
    ses_message_id: str | None = None
    delivery_status: DeliveryStatus | None = None
    delivery_attempt: str | None = None
    history: tuple[Entry, ...] = field(default=())
    letter: OwedLetter | None = None
    revision: int = 0
    first_decided_at: datetime | None = None
    replaced: tuple[str, ...] = ()
    given_back: Claim | None = None
    employer: str | None = None

    @classmethod
    def of_letter(
        cls,
        ref: NoticeRef,
        letter: OwedLetter,
        *,
        source: str,
        application_id: str,
        at: datetime,
        cause: str,
        due_at: datetime | None = None,
        employer: str | None = None,
    ) -> Self:
        """Return the item of a letter that is owed since `at`. Without `due_at` it is due at once."""
        held = cls(ref, State.HELD, source, application_id, due_at=due_at or at, letter=letter, employer=employer)
        return held.entered(Entry(at, State.HELD, cause))

    def entered(self, entry: Entry, claim: Claim | None = None) -> Self:
        """Return this notice after its next line of history."""
        return replace(self, state=entry.state, claim=claim, history=(*self.history, entry))

    def for_review(self, entry: Entry, review_reason: str) -> Self:
        """Return this new notice as one that waits for a person's review."""
        return replace(self.entered(entry), review_reason=review_reason)

    @property
    def latest_decision(self) -> Rejection | None:
        """The rejection as it was published last, whether the notice is about it or not."""
        return self.later_decision or self.decision

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of all attempts that are on record, the newest first."""
        return tuple(filter(None, (self.claim, self.earlier_claim, *self.older_claims)))

    @property
    def is_taken_back(self) -> bool:
        """Tell whether the employer has taken the decision back, or hired the candidate: it is not told again."""
        return self.rescinded_at is not None and self.rescinded_at < FOR_EVER

    @property
    def refuses_email(self) -> bool:
        """Tell whether the ATS reported, with the decision or a later repeat of it, that the person wants no email."""
        reported = (self.decision, self.later_decision)
        return any(decision.candidate.can_email is False for decision in reported if decision)

    def is_newer_than(self, rescinded_at: datetime) -> bool:
        """Return whether the rejection was decided after a revocation, which then concerns an earlier one."""
        # A revocation between a rejection and its correction ends what is held: the correction opens the next cycle.
        first = self.first_decided_at if self.state is State.HELD else None
        decided_at = first or (self.decision.decided_at if self.decision else None)
        return decided_at is not None and decided_at > rescinded_at
