"""The least that a look at an invitation can cost: its two reads with boto3 as it comes, and nothing else.

No token is verified, nothing is logged or counted, and the answer is what DynamoDB gave.
"""

import json
import os
from typing import Any

import boto3

dynamodb = boto3.client("dynamodb")
profiles, notices = os.environ["TALENT_POOL_TABLE"], os.environ["NOTICE_LEDGER_TABLE"]


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Answer with the profile and the notice whose keys the event has beside the call."""
    keys = event["keys"]
    profile = dynamodb.get_item(TableName=profiles, Key=keys["profile"], ConsistentRead=True)
    notice = dynamodb.get_item(TableName=notices, Key=keys["notice"], ConsistentRead=True)
    return {"statusCode": 200, "body": json.dumps([profile.get("Item"), notice.get("Item")])}
