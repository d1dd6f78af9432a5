"""Real workers are killed in the middle of their batches, messages come back while they are worked on, and SES takes
mails without an answer: nobody is told twice, and nobody is forgotten."""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from functions.domain.notices.notice import NoticeRef
from functions.stores.dynamodb.attributes import from_item, to_item, to_text
from tests.builders import ses_event
from tests.e2e.decisions import rejected
from tests.e2e.deployed import Deployed, until
from tests.e2e.ses_stub import SesStub, ses_stub

_PEOPLE = 150
_KILLING_SECONDS = 12
_IN_DOUBT = {"CLAIMED", "UNKNOWN"}


def function_name(deployed: Deployed, part: str) -> str:
    functions = deployed.client("lambda").list_functions()["Functions"]
    (name,) = [function["FunctionName"] for function in functions if f"-{part}-" in function["FunctionName"]]
    return str(name)


@contextmanager
def standing_in_for_ses(deployed: Deployed) -> Iterator[SesStub]:
    """notify sends to the stub, and its messages come back after five seconds."""
    client, name, queue = (
        deployed.client("lambda"),
        function_name(deployed, "Notify"),
        deployed.outputs["DecisionsQueueUrl"],
    )
    before = client.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    with ses_stub() as stub:
        client.update_function_configuration(
            FunctionName=name, Environment={"Variables": {**before, "AWS_ENDPOINT_URL_SESV2": stub.url}}
        )
        deployed.client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "5"})
        try:
            yield stub
        finally:
            client.update_function_configuration(FunctionName=name, Environment={"Variables": before})
            # What still waits for a dead worker's lease to end would do so for minutes.
            deployed.client("sqs").purge_queue(QueueUrl=queue)
            deployed.client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "900"})


def workers(stub: SesStub) -> list[int]:
    """The processes that run notify with the stub."""
    found = []
    for process in Path("/proc").iterdir():
        with suppress(OSError):
            if process.name.isdigit() and stub.url.encode() in (process / "environ").read_bytes():
                found.append(int(process.name))
    return [pid for pid in found if pid != os.getpid()]


def kill_some(stub: SesStub) -> int:
    """For a while from the first mail on, about twice a second, whichever worker comes first."""
    until(lambda: stub.taken, "the first mail")
    choose, killed = random.Random(1), 0  # noqa: S311
    until_then = time.monotonic() + _KILLING_SECONDS
    while time.monotonic() < until_then:
        time.sleep(choose.uniform(0.2, 0.8))
        if alive := workers(stub):
            with suppress(ProcessLookupError):
                os.kill(choose.choice(alive), signal.SIGKILL)
                killed += 1
    return killed


def notices(deployed: Deployed) -> dict[str, dict[str, Any]]:
    """What the ledger says of each of the people, by reference."""
    pages = deployed.client("dynamodb").get_paginator("scan").paginate(TableName=deployed.outputs["NoticeLedgerTable"])
    found = [from_item(item) for page in pages for item in page["Items"]]
    return {f"{one['application']}-1": one for one in found if one["application_id"].startswith("killed-")}


def states(deployed: Deployed) -> Counter[str]:
    return Counter(one["state"] for one in notices(deployed).values())


def an_hour_passes(deployed: Deployed) -> None:
    """For what is in doubt: the sweep finds it as old as it would be."""
    then = datetime.now(UTC) - timedelta(hours=2)
    for one in notices(deployed).values():
        if one["state"] in _IN_DOUBT:
            deployed.client("dynamodb").update_item(
                TableName=deployed.outputs["NoticeLedgerTable"],
                Key=to_item({"application": one["application"], "cycle": 1}),
                UpdateExpression="SET review_at = :then, claim.#at = :then",
                ExpressionAttributeNames={"#at": "at"},
                ExpressionAttributeValues=to_item({":then": to_text(then)}),
            )


def test_nobody_is_told_twice_and_nobody_is_forgotten(deployed: Deployed) -> None:
    with standing_in_for_ses(deployed) as stub:
        deployed.publish(*(rejected(f"killed-{n}", f"killed-{n}@example.com") for n in range(_PEOPLE)))
        killed = kill_some(stub)
        settled = {"ACCEPTED", *_IN_DOUBT}
        until(lambda: states(deployed).total() == _PEOPLE and set(states(deployed)) <= settled, "all to be tried", 180)

    assert killed >= 5
    assert stub.unanswered
    assert Counter(stub.taken).most_common(1)[0][1] == 1, "told twice"
    told = set(stub.taken)
    accepted = {ref for ref, one in notices(deployed).items() if one["state"] == "ACCEPTED"}
    assert accepted <= told, "the ledger says told, and nothing was sent"
    assert len(accepted) > _PEOPLE // 2

    # SES's own events settle what a killed worker or a lost answer left in doubt …
    for ref in told - accepted:
        event = ses_event("send", NoticeRef.parse(ref), at=datetime.now(UTC))
        deployed.client("sns").publish(TopicArn=deployed.outputs["SesEventsTopicArn"], Message=event)
    until(lambda: states(deployed)["ACCEPTED"] == len(told), "the events to be learnt")

    # … and what was never sent waits for a person.
    an_hour_passes(deployed)
    deployed.client("lambda").invoke(FunctionName=function_name(deployed, "Sweep"), Payload=b"{}")
    left = [one for one in notices(deployed).values() if one["state"] != "ACCEPTED"]
    assert len(left) == _PEOPLE - len(told)
    assert all((one["state"], one["review"]) == ("UNKNOWN", "person") for one in left)
