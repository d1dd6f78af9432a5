"""The clock of letters that are owed later: their moment is brought forward, and the sweep finds them due."""

from datetime import UTC, datetime, timedelta
from typing import Any

from functions.stores.dynamodb.attributes import from_item, to_item, to_text
from tests.e2e.deployed import Deployed, until
from tests.e2e.stand_in import function_name


def letters(deployed: Deployed, candidate: str, kind: str) -> list[dict[str, Any]]:
    """Return what the ledger has of this kind of letter to a person."""
    pages = deployed.client("dynamodb").get_paginator("scan").paginate(TableName=deployed.outputs["NoticeLedgerTable"])
    notices = [from_item(item) for page in pages for item in page["Items"]]
    owed = [notice for notice in notices if "letter" in notice]
    mine = [notice for notice in owed if (notice["letter"]["candidate"], notice["letter"]["kind"]) == (candidate, kind)]
    return sorted(mine, key=lambda notice: str(notice.get("due_at", "")))


def becomes_due(deployed: Deployed, letter: dict[str, Any]) -> None:
    """Let the moment of a letter have come, as if the time until then had passed. The next sweep hands it over."""
    past = to_text(datetime.now(UTC) - timedelta(minutes=1))
    deployed.client("dynamodb").update_item(
        TableName=deployed.outputs["NoticeLedgerTable"],
        Key=to_item({"application": letter["application"], "cycle": letter["cycle"]}),
        UpdateExpression="SET due_at = :past, review_at = :past",
        ConditionExpression="#state = :held",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues=to_item({":past": past, ":held": "HELD"}),
    )
    answer = deployed.client("lambda").invoke(FunctionName=function_name(deployed, "Sweep"), Payload=b"{}")
    assert "FunctionError" not in answer, answer["Payload"].read()
    until(lambda: not deployed.waiting("DueNoticesQueueUrl"), "the letter to be handled")
