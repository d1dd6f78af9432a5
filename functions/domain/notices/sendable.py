"""A sendable: what a worker is about to send. A mark: what came of it."""

from functions.domain.decisions.rejection import Rejection
from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import Claim, Entry, Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.states import State


@dataclass(frozen=True)
class Sendable:
    """A notice that is due and may be claimed. `is_new`: the ledger does not have it yet."""

    notice: Notice
    is_new: bool = False

    @property
    def ref(self) -> NoticeRef:
        return self.notice.ref

    @property
    def decision(self) -> Rejection:
        """The rejection that it answers. Raises ValueError for a receipt, which answers none."""
        if self.notice.decision is None:
            raise ValueError("a receipt answers no rejection")
        return self.notice.decision

    def claim_entry(self, claim: Claim) -> Entry:
        """Return the line of history that a claim writes."""
        return Entry(claim.at, State.CLAIMED, "decided and due" if self.is_new else "due")

    def claimed(self, claim: Claim) -> Notice:
        """Return the notice as it is after a claim."""
        return self.notice.entered(self.claim_entry(claim), claim)


@dataclass(frozen=True)
class Mark:
    """The end of a claim: ACCEPTED, REFUSED or UNKNOWN, or HELD again where certainly nothing was sent."""

    ref: NoticeRef
    claim: Claim
    entry: Entry
    ses_message_id: str | None = None
