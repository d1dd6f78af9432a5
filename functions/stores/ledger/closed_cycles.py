"""Cycles that hires and withdrawals have closed, for an operator who reopens what was closed by mistake."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from functions.domain.decisions.rejection import Rejection
from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.correction import corrects_what_was_told
from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.person import ERASED
from functions.domain.notices.review import CHANGED, UNDELIVERABLE, next_review
from functions.domain.notices.states import State
from functions.stores.dynamodb.attributes import from_item, to_item, to_text
from functions.stores.ledger.notice_item import read_notice
from functions.stores.ledger.other_ends import read_other_ends
from functions.stores.ledger.review_index import review_attributes
from functions.stores.ledger.updates import ConditionalUpdate, Values, change_one

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# What an operator may undo, and what closes a cycle as well.
_CAUSES, _OTHER_CAUSES = ("hired", "withdrew"), ("rescinded", ERASED)
_ENDS = ("", " before its rejection arrived", ", too late")
_CLOSED_BY = {cause + end: cause for cause in (*_CAUSES, *_OTHER_CAUSES) for end in _ENDS}
_REOPENED = "reopened, "
_BOUNCED_EARLIER = "do-not-contact: bounced"
# Earlier than any decision.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class ClosedCycle:
    """A cycle that was closed: its notice, and what closed it, "hired" or "withdrew".

    `still_until`: up to when something else closes it as well, such as an erasure or a rescission.
    """

    notice: Notice
    cause: str
    still_until: datetime | None = None

    @property
    def untold(self) -> Rejection | None:
        """Return the rejection that nobody was told because of it; None: there is none, or none on record."""
        latest = self.notice.latest_decision
        if self.notice.state is not State.RESCINDED or latest is None or self._is_still_closed(latest):
            return None
        return latest

    @property
    def was_owed(self) -> bool:
        """Tell whether nobody was told, and a person had to tell the candidate another way until it was closed."""
        notice = self.notice
        if notice.decision and self._is_still_closed(notice.decision):
            return False
        is_suppressed = notice.state is State.SUPPRESSED and any(e.cause == _BOUNCED_EARLIER for e in notice.history)
        return notice.review_reason is None and (notice.state in {State.REFUSED, State.BOUNCED} or is_suppressed)

    @property
    def opened_from(self) -> datetime:
        """Return the moment after which a decision belongs to a next cycle once this one is reopened."""
        known = [decision.decided_at for decision in (self.notice.decision, self.notice.later_decision) if decision]
        opened_from = min(known) - _TICK if self.untold else max(known, default=_NEVER)
        return max(opened_from, self.still_until or _NEVER)

    def _is_still_closed(self, decision: Rejection) -> bool:
        return self.still_until is not None and decision.decided_at <= self.still_until


class ClosedCycles:
    """The closed cycles in DynamoDB. Nothing indexes them, so a search reads the whole table."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str) -> None:
        self._dynamodb, self._table = dynamodb, table

    def find(self, source: str, begins: datetime, ends: datetime) -> Iterator[ClosedCycle]:
        """Yield what hires and withdrawals of a source have closed between two moments."""
        pages = self._dynamodb.get_paginator("scan").paginate(
            TableName=self._table,
            FilterExpression="#source = :source AND attribute_exists(rescinded_at)",
            ExpressionAttributeNames={"#source": "source"},
            ExpressionAttributeValues=to_item({":source": source}),
            ConsistentRead=True,
        )
        for page in pages:
            for item in page["Items"]:
                values = from_item(item)
                notice = read_notice(values)
                closing = _closing(notice)
                if closing and begins <= closing.at <= ends and (cause := _CLOSED_BY[closing.cause]) in _CAUSES:
                    others = [until for until, other in read_other_ends(values).items() if other != cause]
                    yield ClosedCycle(notice, cause, max(others, default=None))

    def reopen(self, closing: ClosedCycle, at: datetime, cause: str) -> Notice | None:
        """Let decisions after `opened_from` open a next cycle. None: the notice has changed meanwhile.

        One of which a person had to tell the candidate another way is open again, and theirs again.
        """
        notice = closing.notice
        return change_one(
            self._dynamodb,
            self._table,
            ConditionalUpdate(
                notice.ref,
                # Not as an operator's own line of history, which would say that a person has dealt with the notice.
                Entry(at, notice.state, f"{_REOPENED}{cause}"),
                "#state = :seen AND rescinded_at = :until",
                _owed_again(notice, at) if closing.was_owed else {"rescinded_at": to_text(closing.opened_from)},
                {":seen": notice.state, ":until": to_text(notice.rescinded_at)},
            ),
        )


def _owed_again(notice: Notice, at: datetime) -> Values:
    decision, later = notice.decision, notice.later_decision
    reason = UNDELIVERABLE if notice.state is State.SUPPRESSED else None
    if decision and later and corrects_what_was_told(decision, later) and not notice.refuses_email:
        reason = CHANGED
    review = review_attributes(next_review(notice.state, at, review_reason=reason), notice.ref)
    return {"rescinded_at": None, "requires_correction": None, "review_reason": reason, **review}


def _closing(notice: Notice) -> Entry | None:
    """Return the line of history that closed the cycle, since it was last reopened.

    What comes after it may ask for a correction, but it closes nothing.
    """
    closing: Entry | None = None
    for entry in notice.history:
        if entry.cause.startswith(_REOPENED):
            closing = None
        elif entry.cause in _CLOSED_BY:
            closing = closing or entry
    return closing
