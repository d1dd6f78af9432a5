"""Batches of decisions as Lambda hands them over: each about another application, all of the same length."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

from bench.contenders import DECISIONS_ARN

type Json = dict[str, Any]


def batches(count: int, size: int) -> list[Json]:
    """`count` batches of `size` new decisions, each of this moment."""
    # Each of a source of its own, so that the brake holds none back; it counts them all the same.
    return [_batch(size, f"/ats/example/{uuid.uuid4()}") for _ in range(count)]


def _batch(size: int, source: str) -> Json:
    return {"Records": [_record(source) for _ in range(size)]}


def _record(source: str) -> Json:
    message_id = str(uuid.uuid4())
    return {
        "messageId": message_id,
        "receiptHandle": f"handle-of-{message_id}",
        "body": json.dumps(_event(source)),
        "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": str(int(datetime.now(UTC).timestamp() * 1000))},
        "messageAttributes": {},
        "md5OfBody": "",
        "eventSource": "aws:sqs",
        "eventSourceARN": DECISIONS_ARN,
        "awsRegion": "us-east-1",
    }


def _event(source: str) -> Json:
    now, application = datetime.now(UTC).isoformat(timespec="seconds"), uuid.uuid4().hex
    person = {"id": f"C-{application}", "email": f"{application}@example.com", "given_name": "Sam"}
    place = {"locale": "en-CA", "time_zone": "America/Toronto", "can_email": True}
    rejection = {
        "application_id": f"A-{application}",
        "decided_at": now,
        "stage": "interviewed",
        "reason": "position_filled",
        "invite": True,
        "candidate": {**person, "family_name": "Okafor", **place},
        "job": {"id": "J-9", "title": "Warehouse Associate", "family": "light-industrial", "location": "Guelph, ON"},
        "recruiter": {"name": "Dana Lee", "email": "dana@acme.example"},
    }
    return {
        "specversion": "1.0",
        "id": application,
        "source": source,
        "type": "org.kindregards.candidate.rejected.v1",
        "time": now,
        "data": rejection,
    }
