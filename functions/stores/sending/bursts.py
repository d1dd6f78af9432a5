"""The counts of the blast brake, in the table that all senders share.

Key: name ("burst-", a digest of the source and the clock hour; "wording-" and a version of the templates). A burst
counts `total`, `old`, and each job under "job-" and its digest. Its release, or that of a job in it, stands beside the
counts.

Each count is one atomic update that returns the item after it. So two workers that count decisions of one burst at the
same time get different ranks, and the limit holds for both together.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from functions.domain.notices.brake import Burst, WordingRollout, rollout_key
from functions.stores.dynamodb.attributes import from_item, to_item, to_text
from functions.stores.dynamodb.batch_get import batch_get
from functions.stores.dynamodb.busy import transient_if_busy

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

# Longer than any hold. A notice that nobody has released by then stays held.
_KEEP_BURST = timedelta(days=90)
_KEEP_ROLLOUT = timedelta(days=3650)
_JOB, _RELEASED_JOB = "job-", "released-job-"


class BurstStore:
    """The counts of bursts and of wording rollouts in DynamoDB."""

    def __init__(self, dynamodb: "DynamoDBClient", table: str) -> None:
        self._dynamodb, self._table = dynamodb, table

    def count(self, burst: str, jobs: Counter[str], old: int, at: datetime) -> Burst:
        """Count decisions by job, and how many of them are old. Return the burst afterwards."""
        counts = {"total": jobs.total(), "old": old} | {_JOB + job: times for job, times in jobs.items()}
        return _read_burst(self._add(burst, counts, at + _KEEP_BURST))

    def count_rollout(self, version: str, times: int, at: datetime) -> WordingRollout:
        """Count notices of this wording, before they are attempted. Return its rollout afterwards.

        A negative number gives back what was not attempted.
        """
        since = {"since": to_text(at)}
        return _read_rollout(self._add(rollout_key(version), {"sent": times}, at + _KEEP_ROLLOUT, since))

    def read(self, bursts: Iterable[str], version: str) -> tuple[dict[str, Burst], WordingRollout | None]:
        """Return the bursts that were counted, by name, and the rollout of this wording, if it has begun."""
        names = {*bursts, rollout := rollout_key(version)}
        keys = (to_item({"name": name}) for name in sorted(names))
        # Consistent: a stale read could miss the decisions that made this a burst.
        items = {item["name"]: item for item in batch_get(self._dynamodb, self._table, keys, consistent=True)}
        begun = _read_rollout(items.pop(rollout)) if rollout in items else None
        return {name: _read_burst(item) for name, item in items.items()}, begun

    def release(self, name: str, job: str | None = None) -> None:
        """Release a burst, a job in it, or the rollout of a wording, for all its notices now and later."""
        with transient_if_busy():
            self._dynamodb.update_item(
                TableName=self._table,
                Key=to_item({"name": name}),
                UpdateExpression="SET #released = :yes",
                ExpressionAttributeNames={"#released": _RELEASED_JOB + job if job else "released"},
                ExpressionAttributeValues=to_item({":yes": True}),
            )

    def _add(
        self, name: str, counts: dict[str, int], end: datetime, first: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Add the counts and return the whole item afterwards. Only the first call writes `first`."""
        names = {f"#n{n}": attribute for n, attribute in enumerate(counts)}
        values = {f":n{n}": times for n, times in enumerate(counts.values())} | {":end": int(end.timestamp())}
        once = [f"#{attribute} = if_not_exists(#{attribute}, :{attribute})" for attribute in first or {}]
        with transient_if_busy():
            answer = self._dynamodb.update_item(
                TableName=self._table,
                Key=to_item({"name": name}),
                UpdateExpression=f"ADD {', '.join(f'#n{n} :n{n}' for n in range(len(counts)))} "
                f"SET {', '.join([*once, 'expires_at = :end'])}",
                ExpressionAttributeNames=names | {f"#{attribute}": attribute for attribute in first or {}},
                ExpressionAttributeValues=to_item(
                    values | {f":{attribute}": value for attribute, value in (first or {}).items()}
                ),
                ReturnValues="ALL_NEW",
            )
        return from_item(answer["Attributes"])


def _read_burst(item: dict[str, Any]) -> Burst:
    return Burst(
        total=item.get("total", 0),
        old=item.get("old", 0),
        jobs={name.removeprefix(_JOB): times for name, times in item.items() if name.startswith(_JOB)},
        released=item.get("released", False),
        released_jobs=frozenset(name.removeprefix(_RELEASED_JOB) for name in item if name.startswith(_RELEASED_JOB)),
    )


def _read_rollout(item: dict[str, Any]) -> WordingRollout:
    # An operator may release a wording before its first notice, so there may be no count yet.
    since = datetime.fromisoformat(item["since"]) if "since" in item else datetime.min.replace(tzinfo=UTC)
    return WordingRollout(since, item.get("sent", 0), item.get("released", False))
