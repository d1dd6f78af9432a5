"""People, each with all their applications, in the table that all senders share.

Key: name ("keyed-candidate-" or "keyed-mailbox-" and a digest under the secret key). `applications` are pairs of source
and application id, as JSON.
`ends` are the hires and erasures, each as JSON: until when, its cause, and the application that led to it.

A worker registers the person before it writes the notice. A concurrent hire or erasure closes the person first and
then stops the notices of every application that it finds here. So one of the two always sees the other: either the
closing worker finds this application, or the registering worker finds that the person is already closed.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from functions.domain.errors import Transient, Unfinished
from functions.domain.notices.person import MAX_APPLICATIONS, Person, PersonEnd
from functions.domain.notices.reference import Application
from functions.domain.notices.revocation import Revocation
from functions.stores.dynamodb.attributes import from_item, to_item, to_text
from functions.stores.dynamodb.batch_get import batch_get
from functions.stores.dynamodb.busy import transient_if_busy
from functions.stores.dynamodb.transactions import Group, write_groups
from functions.stores.sending.keyed_name import Keyed, keyed_name

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class PeopleStore:
    """The people in DynamoDB. `keep` is how long a person is known after their last event; `keyed`: see `DigestKey`."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str, keep: timedelta, keyed: Keyed) -> None:
        self._dynamodb, self._table, self._keep, self._keyed = dynamodb, table, keep, keyed

    def register(self, applications: Mapping[str, frozenset[Application]], at: datetime) -> dict[str, Person]:
        """Register each person's applications. Return the people as they are afterwards, by key. Raises Transient."""
        try:
            write_groups(self._dynamodb, [self._registration(key, added, at) for key, added in applications.items()])
        except Unfinished as err:
            # An application that was entered and gets no notice now is found, and is harmless.
            raise err.error from err
        # Read after the write, so that a worker that closes the person in between is seen.
        people = self.get_many(applications)
        for key, added in applications.items():
            registered = people[key].applications if key in people else frozenset[Application]()
            if not added <= registered and len(registered) < MAX_APPLICATIONS:
                raise Transient("the person is being written")
        return people

    def get_many(self, keys: Iterable[str]) -> dict[str, Person]:
        """Return the people that are known, by key."""
        by_name = {self._name(key): key for key in keys}
        item_keys = (to_item({"name": name}) for name in sorted(by_name))
        # Consistent: a stale read could miss the worker that has just closed the person.
        items = batch_get(self._dynamodb, self._table, item_keys, consistent=True)
        return {by_name[item["name"]]: _read(item) for item in items}

    def close(self, key: str, revocation: Revocation, at: datetime, by: Application | None) -> Person:
        """Close the person for everything decided up to `revocation.until`. Return them as they are afterwards.

        `by`: the application that led to it, if any. Raises Transient.
        """
        # Events arrive more than once and out of order. Each is a member of the set, so none of them replaces another.
        values = {
            ":ends": frozenset({write_end(PersonEnd(revocation.until, revocation.cause, by))}),
            ":end": self._expires_at(max(at, revocation.until)),
        }
        return self._update(key, "SET expires_at = :end ADD ends :ends", values)

    def mark_shared(self, key: str) -> Person:
        """Record that people who contradict each other stand under a key. Return the record."""
        return self._update(key, "SET is_shared = :yes", {":yes": True})

    def _update(self, key: str, expression: str, values: Mapping[str, Any]) -> Person:
        request: Any = {"UpdateExpression": expression, "ExpressionAttributeValues": to_item(dict(values))}
        item_key = to_item({"name": self._name(key)})
        with transient_if_busy():
            answer = self._dynamodb.update_item(TableName=self._table, Key=item_key, ReturnValues="ALL_NEW", **request)
        return _read(from_item(answer["Attributes"]))

    def _registration(self, key: str, added: frozenset[Application], at: datetime) -> Group:
        values = {
            ":added": frozenset(json.dumps(application) for application in added),
            ":end": self._expires_at(at),
            ":max": MAX_APPLICATIONS,
        }
        return [
            {
                "Update": {
                    "TableName": self._table,
                    "Key": to_item({"name": self._name(key)}),
                    "UpdateExpression": "ADD applications :added SET expires_at = :end",
                    "ConditionExpression": "attribute_not_exists(applications) OR size(applications) < :max",
                    "ExpressionAttributeValues": to_item(values),
                }
            }
        ]

    def _name(self, key: str) -> str:
        return keyed_name(key, self._keyed)

    def _expires_at(self, at: datetime) -> int:
        return int((at + self._keep).timestamp())


def write_end(end: PersonEnd) -> str:
    """Return a hire or an erasure as the item has it."""
    return json.dumps([to_text(end.until), end.cause, end.by])


def read_end(text: str) -> PersonEnd:
    """Return what `write_end` has written."""
    until, cause, by = json.loads(text)
    return PersonEnd(datetime.fromisoformat(until), cause, Application(*by) if by else None)


def _read(item: Mapping[str, Any]) -> Person:
    applications = frozenset(Application(*json.loads(text)) for text in item.get("applications", ()))
    return Person(applications, frozenset(map(read_end, item.get("ends", ()))), item.get("is_shared", False))
