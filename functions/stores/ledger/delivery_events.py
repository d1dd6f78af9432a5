"""Delivery statuses of notices, as the provider's events prove them: the highest counts, in any order."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from functions.domain.errors import Permanent, Transient
from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import CORRECT
from functions.domain.notices.states import PRECEDING, DeliveryStatus
from functions.domain.notices.told import proves_untrue
from functions.stores.ledger.status_conditions import weaker_status
from functions.stores.ledger.updates import ConditionalUpdate, has_room, read_one, transition, write_one

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DeliveryEvents:
    """The ledger, as far as feedback writes it."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str) -> None:
        self._dynamodb, self._table = dynamodb, table

    def record_status(
        self,
        ref: NoticeRef,
        delivery_status: DeliveryStatus,
        entry: Entry,
        ses_message_id: str,
        attempt: str | None = None,
    ) -> tuple[Notice, bool]:
        """Record a status of the email that `attempt`, a claim's id, sent. Return the notice, and whether it was news.

        Raises Permanent with code unknown_notice, or Transient.
        """
        condition, compared = weaker_status(delivery_status, attempt)
        values = {"delivery_status": delivery_status, "ses_message_id": ses_message_id, "delivery_attempt": attempt}
        before = PRECEDING[entry.state] - {entry.state}
        change = replace(transition(ref, entry, values, condition, compared, before=before), revoked=False)
        notice, made = self._write(change)
        if not made and notice.state is entry.state:
            # A stronger proof of the same: whoever has reviewed it need not do so again.
            again = transition(ref, entry, values, condition, compared, before=frozenset({entry.state}), in_review=None)
            return self._write(again.without_review())
        if made or not notice.rescinded_at or notice.review_reason:
            return notice, made
        # Once revoked, always revoked: nobody is owed this answer, but whoever heard it heard something untrue.
        return self._write(change.of_revoked(CORRECT if proves_untrue(notice, entry.state) else None))

    def record_note(self, ref: NoticeRef, at: datetime, cause: str) -> tuple[Notice, bool]:
        """Record an event that proves nothing as a line of history, up to a hundred of them, each once.

        Raises Permanent with code unknown_notice, or Transient.
        """
        notice = _known(read_one(self._dynamodb, self._table, ref))
        entry = Entry(at, notice.state, cause)
        if entry in notice.history or not has_room(notice):
            return notice, False
        noted, kept = self._write(ConditionalUpdate(ref, entry, "#state = :seen", compared={":seen": notice.state}))
        if not kept:
            raise Transient("the notice has changed meanwhile; look again")
        return noted, True

    def _write(self, change: ConditionalUpdate) -> tuple[Notice, bool]:
        notice, made = write_one(self._dynamodb, self._table, change)
        return _known(notice), made


def _known(notice: Notice | None) -> Notice:
    if notice is None:
        raise Permanent("unknown_notice", "no such notice in the ledger")
    return notice
