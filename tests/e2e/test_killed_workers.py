"""Real workers are killed in the middle of their batches, messages come back while they are worked on, and SES takes
mails without an answer: nobody is told twice, and nobody is forgotten."""

import random
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import batched, islice
from typing import Any

from functions.domain.notices.reference import NoticeRef
from functions.stores.dynamodb.attributes import from_item, to_item, to_text
from tests.builders import ses_event
from tests.e2e.decisions import rejected
from tests.e2e.deployed import Deployed, until
from tests.e2e.ses_stub import SesStub
from tests.e2e.stand_in import function_name, kill, standing_in_for_ses, workers

_PEOPLE = [f"killed-{n}" for n in range(150)]
# A worker that is killed marks nothing of its whole batch: more than half of the people come when no more are killed.
_KILLS, _PEOPLE_PER_KILL, _SENT_BEFORE_IT = 6, 10, (2, 8)
_AFTER_THE_KILLS = _PEOPLE[_KILLS * _PEOPLE_PER_KILL :]
_IN_DOUBT = {"CLAIMED", "UNKNOWN"}


def publish(deployed: Deployed, people: Iterable[str]) -> None:
    deployed.publish(*(rejected(name, f"{name}@example.com") for name in people))


def kill_one_in_each_round(deployed: Deployed, stub: SesStub) -> None:
    """Publish some more decisions, and kill a worker while their emails are being sent, again and again."""
    chance = random.Random(1)  # noqa: S311
    for people in islice(batched(_PEOPLE, _PEOPLE_PER_KILL, strict=False), _KILLS):
        enough = len(stub.taken) + chance.randint(*_SENT_BEFORE_IT)
        publish(deployed, people)
        until(lambda enough=enough: len(stub.taken) >= enough, "some of the emails")  # type: ignore[misc]
        until(lambda: kill(chance.sample(alive, 1) if (alive := workers(stub)) else ()), "a worker")


def notices(deployed: Deployed) -> dict[str, dict[str, Any]]:
    """What the ledger says of each of the people, by reference."""
    pages = deployed.client("dynamodb").get_paginator("scan").paginate(TableName=deployed.outputs["NoticeLedgerTable"])
    found = [from_item(item) for page in pages for item in page["Items"]]
    return {f"{one['application']}-1": one for one in found if one["application_id"].startswith("killed-")}


def states(deployed: Deployed) -> Counter[str]:
    return Counter(one["state"] for one in notices(deployed).values())


def all_tried(deployed: Deployed) -> bool:
    """Whether every person's email was attempted, and no worker that lives is still at one.

    A claim that a killed worker left is as far as its notice comes. Any other claim is a worker's that still sends.
    """
    found = {one["application_id"]: one["state"] for one in notices(deployed).values()}
    return (
        len(found) == len(_PEOPLE)
        and set(found.values()) <= {"ACCEPTED", *_IN_DOUBT}
        and all(found[name] != "CLAIMED" for name in _AFTER_THE_KILLS)
    )


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
    with standing_in_for_ses(deployed, visible_again_after=5) as stub:
        kill_one_in_each_round(deployed, stub)
        publish(deployed, _AFTER_THE_KILLS)
        until(lambda: all_tried(deployed), "all to be tried")

    assert stub.unanswered
    assert Counter(stub.taken).most_common(1)[0][1] == 1, "told twice"
    told = set(stub.taken)
    accepted = {ref for ref, one in notices(deployed).items() if one["state"] == "ACCEPTED"}
    assert accepted <= told, "the ledger says told, and nothing was sent"
    assert len(accepted) > len(_PEOPLE) // 2

    # SES's own events settle what a killed worker or a lost answer left in doubt …
    for ref in told - accepted:
        event = ses_event("send", NoticeRef.parse(ref), at=datetime.now(UTC))
        deployed.client("sns").publish(TopicArn=deployed.outputs["SesEventsTopicArn"], Message=event)
    until(lambda: states(deployed)["ACCEPTED"] == len(told), "the events to be learnt")

    # … and what was never sent waits for a person.
    an_hour_passes(deployed)
    deployed.client("lambda").invoke(FunctionName=function_name(deployed, "Sweep"), Payload=b"{}")
    left = [one for one in notices(deployed).values() if one["state"] != "ACCEPTED"]
    assert len(left) == len(_PEOPLE) - len(told)
    assert all((one["state"], one["review"]) == ("UNKNOWN", "person") for one in left)
