"""Redrive of a dead-letter queue: messages that failed too often go back; those that carry a reason stay."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ops.ledger.connection import Connection
from ops.terminal.progress import say

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef

QUEUES = {"decisions": "Decisions", "due": "DueNotices", "events": "SesEvents"}
# Long enough that no message is received twice in one run.
_HIDDEN_SECONDS = 300
# Short enough for whoever looks next, and long enough that this run does not receive it again.
_PUT_BACK_SECONDS = 30


def redrive(connection: Connection, queue: str, *, dry_run: bool, also_explained: bool) -> None:
    """Move messages back to their queue, and print how many moved and how many stay."""
    source, target = connection.names[f"{QUEUES[queue]}Dlq"], connection.names[QUEUES[queue]]
    counts: Counter[str] = Counter()
    for message in _received(connection, source):
        reason = _reason(message)
        moves = (also_explained or reason is None) and not dry_run
        counts[f"{'moved back' if moves else 'stays'}: {reason or 'failed too often'}"] += 1
        if moves:
            # Sent before it is deleted: a crash in between leaves it twice, which is harmless, never lost.
            connection.sqs.send_message(QueueUrl=target, MessageBody=message["Body"])
            connection.sqs.delete_message(QueueUrl=source, ReceiptHandle=message["ReceiptHandle"])
        else:
            _put_back(connection, source, message)
    for line, count in sorted(counts.items()):
        say(f"{count:>6}  {line}")
    total = f"{counts.total():>6}  in {QUEUES[queue]}Dlq on {connection.where}"
    say(total if counts else f"{QUEUES[queue]}Dlq is empty")


def _received(connection: Connection, url: str) -> Iterator["MessageTypeDef"]:
    """Yield every message once. A message that is put back becomes visible again after the run."""
    seen: set[str] = set()
    while True:
        response = connection.sqs.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=10,
            VisibilityTimeout=_HIDDEN_SECONDS,
            MessageAttributeNames=["All"],
            WaitTimeSeconds=1,
        )
        new = [message for message in response.get("Messages", []) if message["MessageId"] not in seen]
        if not new:
            return
        seen |= {message["MessageId"] for message in new}
        yield from new


def _put_back(connection: Connection, url: str, message: "MessageTypeDef") -> None:
    connection.sqs.change_message_visibility(
        QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=_PUT_BACK_SECONDS
    )


def _reason(message: "MessageTypeDef") -> str | None:
    attributes = message.get("MessageAttributes", {})
    if "error_code" not in attributes:
        return None
    return ": ".join(attributes[name]["StringValue"] for name in ("error_code", "error_detail") if name in attributes)
