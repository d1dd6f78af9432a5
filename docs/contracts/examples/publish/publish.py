"""Publish the event of a file as a new one: QUEUE=<DecisionsQueueUrl> python publish.py candidate.rejected.v1.json

It ends with 0 only if the queue has the event. Otherwise run it again: a decision that arrives twice sends one email.
"""

import hashlib
import json
import os
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

# Each attempt sends the same event under the same id, so one whose answer got lost does no harm.
RETRIES = Config(retries={"mode": "standard", "total_max_attempts": 5})


def new_event(text: str) -> str:
    """Return the event of a file with an id of its own and the time of now."""
    event = json.loads(text)
    if not isinstance(event, dict) or "specversion" not in event:
        raise ValueError("not a CloudEvents 1.0 object")
    return json.dumps({**event, "id": str(uuid.uuid4()), "time": datetime.now(UTC).isoformat(timespec="seconds")})


def publish(queue: str, body: str) -> str:
    """Send the event, and return the id of its message."""
    answer = boto3.client("sqs", config=RETRIES).send_message(QueueUrl=queue, MessageBody=body)
    if answer["MD5OfMessageBody"] != hashlib.md5(body.encode(), usedforsecurity=False).hexdigest():
        raise ValueError("the queue has another text than was sent")
    return str(answer["MessageId"])


def main() -> None:
    """Publish the file that the command line names."""
    queue, files = os.environ.get("QUEUE"), sys.argv[1:]
    if not queue or len(files) != 1:
        sys.exit("Usage: QUEUE=<DecisionsQueueUrl> python publish.py EVENT.json")
    file = files[0]
    try:
        body = new_event(Path(file).read_text("utf-8"))
        message = publish(queue, body)
    except (OSError, ValueError, BotoCoreError, ClientError) as error:
        sys.exit(f"Not published: {file}: {error}")
    print(f"Published: {file}: event {json.loads(body)['id']}, message {message}")


if __name__ == "__main__":
    main()
