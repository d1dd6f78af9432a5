"""Footprints of a person in the deployed stack: wherever it can keep something, some trace of theirs is looked for."""

import json
from collections.abc import Iterable, Iterator

from tests.e2e.deployed import Deployed


def footprints(deployed: Deployed, traces: Iterable[str]) -> dict[str, set[str]]:
    """Return the traces that each place has. A place is named as its service names it, an item by its key.

    A trace is of letters that JSON spells in one way only. SES's own outbox is left out: it stands for the mailbox of
    this test, and AWS keeps no email that it has delivered.
    """
    sought = [trace.lower() for trace in traces]
    found: dict[str, set[str]] = {}
    for place, text in _everything(deployed):
        if there := {trace for trace in sought if trace in text.lower()}:
            found.setdefault(place, set()).update(there)
    return found


def _everything(deployed: Deployed) -> Iterator[tuple[str, str]]:
    yield from _tables(deployed)
    yield from _queues(deployed)
    yield from _log_groups(deployed)
    yield from _buckets(deployed)
    yield from _schedules(deployed)


def _tables(deployed: Deployed) -> Iterator[tuple[str, str]]:
    dynamodb = deployed.client("dynamodb")
    for table in dynamodb.list_tables()["TableNames"]:
        keys = [key["AttributeName"] for key in dynamodb.describe_table(TableName=table)["Table"]["KeySchema"]]
        for page in dynamodb.get_paginator("scan").paginate(TableName=table):
            for item in page["Items"]:
                key = " ".join(next(iter(item[name].values())) for name in keys)
                yield f"{table} {key}", json.dumps(item, default=str, ensure_ascii=False)


def _queues(deployed: Deployed) -> Iterator[tuple[str, str]]:
    sqs = deployed.client("sqs")
    for url in sqs.list_queues().get("QueueUrls", []):
        # Each call shows a few of them. None is hidden from whoever reads the queue.
        for _ in range(1 + deployed.waiting(url)):
            answer = sqs.receive_message(
                QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0, MessageAttributeNames=["All"]
            )
            for message in answer.get("Messages", []):
                yield url, json.dumps(message, default=str, ensure_ascii=False)


def _log_groups(deployed: Deployed) -> Iterator[tuple[str, str]]:
    logs = deployed.client("logs")
    for group in logs.describe_log_groups()["logGroups"]:
        name = group["logGroupName"]
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=name):
            yield from ((name, event["message"]) for event in page["events"])


def _buckets(deployed: Deployed) -> Iterator[tuple[str, str]]:
    s3 = deployed.client("s3")
    for bucket in s3.list_buckets()["Buckets"]:
        name = bucket["Name"]
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=name):
            for key in (file["Key"] for file in page.get("Contents", [])):
                body = s3.get_object(Bucket=name, Key=key)["Body"].read()
                yield f"{name} {key}", key + body.decode("utf-8", "replace")


def _schedules(deployed: Deployed) -> Iterator[tuple[str, str]]:
    scheduler = deployed.client("scheduler")
    for page in scheduler.get_paginator("list_schedules").paginate():
        for schedule in page["Schedules"]:
            whole = scheduler.get_schedule(Name=schedule["Name"], GroupName=schedule["GroupName"])
            yield f"schedule {schedule['Name']}", json.dumps(whole, default=str, ensure_ascii=False)
