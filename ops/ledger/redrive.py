"""Redrive of a dead-letter queue: messages that failed too often go back; those that carry a reason stay."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import batched
from typing import TYPE_CHECKING

from ops.ledger.connection import Connection
from ops.terminal.progress import say

if TYPE_CHECKING:
    from mypy_boto3_sqs.literals import QueueAttributeNameType
    from mypy_boto3_sqs.type_defs import ChangeMessageVisibilityBatchRequestEntryTypeDef, MessageTypeDef

QUEUES = {"decisions": "Decisions", "due": "DueNotices", "events": "SesEvents"}
# Long enough that no message is received twice in one run.
_HIDDEN_SECONDS = 300
# Of one call to SQS.
_BATCH = 10


def redrive(connection: Connection, queue: str, *, dry_run: bool, also_explained: bool) -> None:
    """Move messages back to their queue, and print how many moved and how many stay."""
    source, target = connection.names[f"{QUEUES[queue]}Dlq"], connection.names[QUEUES[queue]]
    hidden, counts, kept = count_hidden(connection, source), Counter[str](), list["MessageTypeDef"]()
    try:
        for message in received(connection, source):
            reason = _reason(message)
            moves = (also_explained or reason is None) and not dry_run
            counts[f"{'moved back' if moves else 'stays'}: {reason or 'failed too often'}"] += 1
            if moves:
                # Sent before it is deleted: a crash in between leaves it twice, which is harmless, never lost.
                connection.sqs.send_message(QueueUrl=target, MessageBody=message["Body"])
                connection.sqs.delete_message(QueueUrl=source, ReceiptHandle=message["ReceiptHandle"])
            else:
                kept.append(message)
    finally:
        show_again(connection, source, kept)
    report(f"{QUEUES[queue]}Dlq", connection.where, counts, hidden)


def report(dlq: str, where: str, counts: Counter[str], hidden: int) -> None:
    """Print what was found in a queue, and how many messages could not be read."""
    for line, count in sorted(counts.items()):
        say(f"{count:>6}  {line}")
    if counts:
        say(f"{counts.total():>6}  in {dlq} on {where}")
    if hidden:
        minutes = _HIDDEN_SECONDS // 60
        say(f"{hidden:>6}  more in {dlq} are being read by somebody else; try again in {minutes} minutes")
    if not counts and not hidden:
        say(f"{dlq} is empty")


def received(connection: Connection, url: str) -> Iterator["MessageTypeDef"]:
    """Yield every message once. The caller makes what it keeps visible again after the run."""
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


def show_again(connection: Connection, url: str, messages: Sequence["MessageTypeDef"]) -> None:
    """Make messages visible again at once, for whoever looks next."""
    for batch in batched(messages, _BATCH, strict=False):
        entries: list[ChangeMessageVisibilityBatchRequestEntryTypeDef] = [
            {"Id": str(n), "ReceiptHandle": message["ReceiptHandle"], "VisibilityTimeout": 0}
            for n, message in enumerate(batch)
        ]
        connection.sqs.change_message_visibility_batch(QueueUrl=url, Entries=entries)


def count_hidden(connection: Connection, url: str) -> int:
    """Return how many messages somebody else has received a moment ago: they cannot be received now."""
    name: QueueAttributeNameType = "ApproximateNumberOfMessagesNotVisible"
    return int(connection.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[name])["Attributes"][name])


def _reason(message: "MessageTypeDef") -> str | None:
    attributes = message.get("MessageAttributes", {})
    if "error_code" not in attributes:
        return None
    return ": ".join(attributes[name]["StringValue"] for name in ("error_code", "error_detail") if name in attributes)
