"""What is known of a person over all their applications. In the table that all who send share.

Key: name ("candidate-" or "mailbox-" and a digest). `applications` are pairs of source and application id, as JSON.
An application is entered before its notice is opened, so that whoever closes the person finds it, or it finds that
they are closed.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from functions.domain.errors import Transient
from functions.domain.notices.notice import Application
from functions.domain.notices.person import Person
from functions.domain.notices.revocation import Revocation
from functions.stores.dynamodb.attributes import from_item, to_item, to_moment, to_text
from functions.stores.dynamodb.batch_get import batch_get
from functions.stores.dynamodb.transactions import Group, write_each

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# An address that stands for "none" in some ATS must not fill up its item.
_MOST_APPLICATIONS = 500


class People:
    """People in DynamoDB. `keep` is how long one is known after they were last heard of."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str, keep: timedelta) -> None:
        self._dynamodb, self._table, self._keep = dynamodb, table, keep

    def register(self, applications: Mapping[str, frozenset[Application]], at: datetime) -> dict[str, Person]:
        """Enters each person's applications; the people as they are afterwards, by key. Raises Transient."""
        write_each(self._dynamodb, [self._enter(key, new, at) for key, new in applications.items()])
        people = self.get_many(applications)
        for key, new in applications.items():
            known = people[key].applications if key in people else frozenset[Application]()
            if not new <= known and len(known) < _MOST_APPLICATIONS:
                raise Transient("the person is being written")
        return people

    def get_many(self, keys: Iterable[str]) -> dict[str, Person]:
        """Those that are known, by key."""
        wanted = (to_item({"name": key}) for key in sorted(set(keys)))
        items = batch_get(self._dynamodb, self._table, wanted, consistent=True)
        return {item["name"]: _read(item) for item in items}

    def close(self, key: str, back: Revocation, at: datetime) -> Person:
        """Nothing that was decided up to `back.until` is told any more; the person as they are afterwards."""
        try:
            answer = self._dynamodb.update_item(
                TableName=self._table,
                Key=to_item({"name": key}),
                UpdateExpression="SET closed_until = :until, cause = :cause, expires_at = :end",
                ConditionExpression="attribute_not_exists(closed_until) OR closed_until < :until",
                ExpressionAttributeValues=to_item(
                    {":until": to_text(back.until), ":cause": back.cause, ":end": self._end(max(at, back.until))}
                ),
                ReturnValues="ALL_NEW",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self._dynamodb.exceptions.ConditionalCheckFailedException as err:
            return _read(from_item(cast(Any, err.response)["Item"]))
        return _read(from_item(answer["Attributes"]))

    def _enter(self, key: str, new: frozenset[Application], at: datetime) -> Group:
        values = {":new": frozenset(json.dumps(one) for one in new), ":end": self._end(at), ":most": _MOST_APPLICATIONS}
        return [
            {
                "Update": {
                    "TableName": self._table,
                    "Key": to_item({"name": key}),
                    "UpdateExpression": "ADD applications :new SET expires_at = :end",
                    "ConditionExpression": "attribute_not_exists(applications) OR size(applications) < :most",
                    "ExpressionAttributeValues": to_item(values),
                }
            }
        ]

    def _end(self, at: datetime) -> int:
        return int((at + self._keep).timestamp())


def _read(item: Mapping[str, Any]) -> Person:
    applications = frozenset(Application(*json.loads(one)) for one in item.get("applications", ()))
    return Person(applications, to_moment(item.get("closed_until")), item.get("cause", ""))
