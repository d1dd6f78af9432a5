"""The view of a stack from outside: the ledger, the queues, the schedules and the sent emails."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ops.deploy.deployment import Outputs
from ops.embedded import aws
from ops.outbox.mails import SentMail, read_mails

if TYPE_CHECKING:
    from mypy_boto3_sqs.literals import QueueAttributeNameType

_WAITING: "list[QueueAttributeNameType]" = [
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
]


@dataclass(frozen=True)
class DeadLetter:
    """A message on the dead-letter queue, with its reason."""

    message_id: str
    code: str
    detail: str


class Observer:
    """A view of one stack. It changes nothing but the visibility of messages on the dead-letter queue."""

    def __init__(self, outputs: Outputs) -> None:
        session, url = aws.session(), outputs["EndpointUrl"]
        self._outputs = outputs
        self._dynamodb = session.client("dynamodb", endpoint_url=url)
        self._sqs = session.client("sqs", endpoint_url=url)
        self._scheduler = session.client("scheduler", endpoint_url=url)
        self._dead_letters: dict[str, DeadLetter] = {}

    def publish(self, message: str) -> str:
        """Publish a message. Return its id."""
        return self._sqs.send_message(QueueUrl=self._outputs["DecisionsQueueUrl"], MessageBody=message)["MessageId"]

    def states(self) -> dict[str, str]:
        """Return the state of each application's last cycle, letters left out."""
        items = self._dynamodb.scan(TableName=self._outputs["NoticeLedgerTable"], ConsistentRead=True)["Items"]
        in_order = sorted(items, key=lambda item: int(item["cycle"]["N"]))
        return {item["application_id"]["S"]: item["state"]["S"] for item in in_order if "letter" not in item}

    def dead_letters(self) -> list[DeadLetter]:
        """Return all messages that came to the dead-letter queue, in order of arrival."""
        # A received message is hidden for a while, so messages are remembered.
        answer = self._sqs.receive_message(
            QueueUrl=self._outputs["DecisionsDlqUrl"], MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        )
        for message in answer.get("Messages", []):
            attributes = {name: value["StringValue"] for name, value in message.get("MessageAttributes", {}).items()}
            original = attributes.get("original_message_id", message["MessageId"])
            letter = DeadLetter(
                original, attributes.get("error_code", "unexplained"), attributes.get("error_detail", "")
            )
            self._dead_letters[message["MessageId"]] = letter
        return list(self._dead_letters.values())

    def mails(self) -> list[SentMail]:
        """Return all emails sent so far, the oldest first."""
        return read_mails(self._outputs["EndpointUrl"])

    def is_idle(self) -> bool:
        """Return whether nothing waits on a queue, nothing is in flight, and nothing is scheduled."""
        queues = ("DecisionsQueueUrl", "DueNoticesQueueUrl")
        return not any(self._depth(self._outputs[queue]) for queue in queues) and not self._schedules()

    def _depth(self, queue_url: str) -> int:
        answer = self._sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=_WAITING)
        return sum(int(number) for number in answer["Attributes"].values())

    def _schedules(self) -> int:
        return len(self._scheduler.list_schedules()["Schedules"])
