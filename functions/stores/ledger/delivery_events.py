"""Delivery statuses of notices, as the provider's events prove them: the highest counts, in any order."""

from datetime import datetime
from typing import TYPE_CHECKING

from functions.domain.errors import Permanent, Transient
from functions.domain.notices.notice import Entry, Notice, NoticeRef
from functions.domain.notices.states import DeliveryStatus
from functions.stores.ledger.updates import ConditionalUpdate, read_one, transition, write_one

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_MAX_HISTORY = 100


class DeliveryEvents:
    """The ledger, as far as feedback writes it."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str) -> None:
        self._dynamodb, self._table = dynamodb, table

    def record_status(
        self, ref: NoticeRef, delivery_status: DeliveryStatus, entry: Entry, ses_message_id: str
    ) -> tuple[Notice, bool]:
        """Record a status. Return the notice, and whether the status was news.

        Raises Permanent with code unknown_notice, or Transient.
        """
        weaker = "(attribute_not_exists(delivery_status) OR delivery_status < :delivery_status)"
        return self._write(
            transition(ref, entry, {"delivery_status": delivery_status, "ses_message_id": ses_message_id}, weaker)
        )

    def record_note(self, ref: NoticeRef, at: datetime, cause: str) -> tuple[Notice, bool]:
        """Record an event that proves nothing as a line of history, up to a hundred of them, each once.

        Raises Permanent with code unknown_notice, or Transient.
        """
        notice = _known(read_one(self._dynamodb, self._table, ref))
        entry = Entry(at, notice.state, cause)
        if entry in notice.history or len(notice.history) >= _MAX_HISTORY:
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
