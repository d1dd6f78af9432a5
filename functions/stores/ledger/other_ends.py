"""Revocations of a cycle that another one, which reaches further, has closed already.

They change nothing by themselves. They count where an operator reopens what a wrong hire or withdrawal has closed.
Attribute: `other_ends`, a set of JSON, each until when and its cause.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.revocation import Revocation
from functions.stores.dynamodb.attributes import to_item, to_text
from functions.stores.dynamodb.busy import transient_if_busy
from functions.stores.ledger.updates import key

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# An item must not outgrow its table, however many moments a publisher names.
_MAX_ENDS = 50


def write_other_end(dynamodb: "DynamoDBClient", table: str, ref: NoticeRef, revocation: Revocation) -> None:
    """Keep a revocation of a closed cycle. Raises Transient."""
    end = json.dumps([to_text(revocation.until), revocation.cause])
    # Refused where the set is full.
    with transient_if_busy(), suppress(dynamodb.exceptions.ConditionalCheckFailedException):
        dynamodb.update_item(
            TableName=table,
            Key=key(ref),
            UpdateExpression="ADD other_ends :ends",
            ConditionExpression="attribute_exists(rescinded_at) AND "
            "(attribute_not_exists(other_ends) OR size(other_ends) < :max)",
            ExpressionAttributeValues=to_item({":ends": frozenset({end}), ":max": _MAX_ENDS}),
        )


def read_other_ends(item: Mapping[str, Any]) -> dict[datetime, str]:
    """Return the cause of each, by the moment up to which it reaches."""
    ends = (json.loads(text) for text in item.get("other_ends", ()))
    return {datetime.fromisoformat(until): cause for until, cause in ends}
