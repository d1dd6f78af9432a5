"""Attributes of the sparse index of reviews: on whose list a notice is, and since or from when.

Every notice on its way is on the sweep's list. A partition of DynamoDB takes a thousand writes a second, and a notice
costs about four, so that list is spread over several partitions by the notice's digest.
"""

from datetime import datetime
from typing import Any

from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import Review, ReviewEntry, Reviewer
from functions.domain.notices.states import State
from functions.stores.dynamodb.attributes import from_item, to_text

_PARTITIONS = 8
NO_REVIEW: dict[str, Any] = {"review": None, "review_at": None}


def review_attributes(by: Review | None, ref: NoticeRef) -> dict[str, Any]:
    """Return the attributes of a notice's review."""
    return {"review": list_of(by.who, ref), "review_at": to_text(by.at)} if by else NO_REVIEW


def list_of(who: Reviewer, ref: NoticeRef) -> str:
    """Return the list that a notice is on when `who` must look at it."""
    if who is not Reviewer.SWEEP:
        return who.value
    return f"{who.value}-{int(ref.application[:8], 16) % _PARTITIONS}"


def lists_of(who: Reviewer) -> tuple[str, ...]:
    """Return all lists of one reviewer."""
    if who is not Reviewer.SWEEP:
        return (who.value,)
    return tuple(f"{who.value}-{n}" for n in range(_PARTITIONS))


def read_entry(item: dict[str, Any]) -> ReviewEntry:
    """Return the entry that an item of the index describes."""
    values = from_item(item)
    ref = NoticeRef(values["application"], int(values["cycle"]))
    at = datetime.fromisoformat(values["review_at"])
    return ReviewEntry(ref, State(values["state"]), values["source"], values["application_id"], at)
