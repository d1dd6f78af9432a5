"""What can be seen from outside: the ledger, the queues, the schedules and the sent mail."""

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
class SetAside:
    """A message on the DLQ, with its reason."""

    message_id: str
    code: str
    detail: str


class Observer:
    """A person with a view of one stack. Looking changes nothing but the visibility of what is on the DLQ."""

    def __init__(self, outputs: Outputs) -> None:
        session, url = aws.session(), outputs["EndpointUrl"]
        self._outputs = outputs
        self._dynamodb = session.client("dynamodb", endpoint_url=url)
        self._sqs = session.client("sqs", endpoint_url=url)
        self._scheduler = session.client("scheduler", endpoint_url=url)
        self._set_aside: dict[str, SetAside] = {}

    def publish(self, message: str) -> str:
        """Returns the message's id."""
        return self._sqs.send_message(QueueUrl=self._outputs["DecisionsQueueUrl"], MessageBody=message)["MessageId"]

    def states(self) -> dict[str, str]:
        """The state of each application's last cycle."""
        items = self._dynamodb.scan(TableName=self._outputs["NoticeLedgerTable"], ConsistentRead=True)["Items"]
        in_order = sorted(items, key=lambda item: int(item["cycle"]["N"]))
        return {item["application_id"]["S"]: item["state"]["S"] for item in in_order}

    def set_aside(self) -> list[SetAside]:
        """All that came to the DLQ, in order of arrival."""
        # Received messages are hidden for a while, so what was seen is remembered.
        answer = self._sqs.receive_message(
            QueueUrl=self._outputs["DecisionsDlqUrl"], MaxNumberOfMessages=10, MessageAttributeNames=["All"]
        )
        for message in answer.get("Messages", []):
            said = {name: value["StringValue"] for name, value in message.get("MessageAttributes", {}).items()}
            original = said.get("original_message_id", message["MessageId"])
            found = SetAside(original, said.get("error_code", "unexplained"), said.get("error_detail", ""))
            self._set_aside[message["MessageId"]] = found
        return list(self._set_aside.values())

    def mails(self) -> list[SentMail]:
        return read_mails(self._outputs["EndpointUrl"])

    def is_idle(self) -> bool:
        """Nothing waits on a queue, nothing is being worked on, and nothing is scheduled."""
        queues = ("DecisionsQueueUrl", "DueNoticesQueueUrl")
        return not any(self._depth(self._outputs[queue]) for queue in queues) and not self._schedules()

    def _depth(self, queue_url: str) -> int:
        answer = self._sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=_WAITING)
        return sum(int(number) for number in answer["Attributes"].values())

    def _schedules(self) -> int:
        return len(self._scheduler.list_schedules()["Schedules"])
