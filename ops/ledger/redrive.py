"""Moves what failed often from a dead-letter queue back to its queue. What was set aside with a reason stays there."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ops.ledger.connection import Desk
from ops.terminal.progress import say

if TYPE_CHECKING:
    from mypy_boto3_sqs.type_defs import MessageTypeDef

QUEUES = {"decisions": "Decisions", "due": "DueNotices", "events": "SesEvents"}
# Long enough that none is seen twice in one run.
_HIDDEN_SECONDS = 300


def redrive(desk: Desk, queue: str, *, only_count: bool, explained_too: bool) -> None:
    """Sent first and deleted then: rather twice than never, as the ledger makes a repeat harmless."""
    source, target = desk.names[f"{QUEUES[queue]}Dlq"], desk.names[QUEUES[queue]]
    counts: Counter[str] = Counter()
    for message in _received(desk, source):
        reason = _reason(message)
        moves = (explained_too or reason is None) and not only_count
        counts[f"{'moved back' if moves else 'stays'}: {reason or 'failed too often'}"] += 1
        if moves:
            desk.sqs.send_message(QueueUrl=target, MessageBody=message["Body"])
            desk.sqs.delete_message(QueueUrl=source, ReceiptHandle=message["ReceiptHandle"])
        else:
            _put_back(desk, source, message)
    for what, count in sorted(counts.items()):
        say(f"{count:>6}  {what}")
    say(f"{counts.total():>6}  in {QUEUES[queue]}Dlq on {desk.where}" if counts else f"{QUEUES[queue]}Dlq is empty")


def _received(desk: Desk, url: str) -> Iterator["MessageTypeDef"]:
    """Every message, each once: those that stay are made visible again only at the end of the run."""
    seen: set[str] = set()
    while True:
        answer = desk.sqs.receive_message(
            QueueUrl=url,
            MaxNumberOfMessages=10,
            VisibilityTimeout=_HIDDEN_SECONDS,
            MessageAttributeNames=["All"],
            WaitTimeSeconds=1,
        )
        new = [message for message in answer.get("Messages", []) if message["MessageId"] not in seen]
        if not new:
            return
        seen |= {message["MessageId"] for message in new}
        yield from new


def _put_back(desk: Desk, url: str, message: "MessageTypeDef") -> None:
    # A few seconds: not within this run, and soon for whoever looks next.
    desk.sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=30)


def _reason(message: "MessageTypeDef") -> str | None:
    attributes = message.get("MessageAttributes", {})
    if "error_code" not in attributes:
        return None
    return ": ".join(attributes[name]["StringValue"] for name in ("error_code", "error_detail") if name in attributes)
