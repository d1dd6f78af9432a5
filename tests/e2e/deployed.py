"""A deployed stack as its neighbours see it: the ATS, a mailbox, a browser, an operator."""

import json
import re
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from functions.domain.digest import keyed_digest
from functions.domain.notices.reference import NoticeRef
from functions.domain.personal_data import EmailAddress, PersonName
from functions.domain.pool.person_key import person_digest
from functions.stores.dynamodb.attributes import from_item
from ops.embedded import aws
from ops.terminal.progress import PATIENCE
from tests.e2e.decisions import SOURCE

_LINK = re.compile(r"http://[^\s#]+/stay/#[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Response:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Deployed:
    outputs: dict[str, str]
    session: Any = field(default_factory=aws.session)

    def client(self, service: str) -> Any:
        return self.session.client(service, endpoint_url=self.outputs["EndpointUrl"])

    def is_ours(self, url: str) -> bool:
        return url.startswith((self.outputs["SiteUrl"] + "/", "blob:" + self.outputs["SiteUrl"]))

    def publish(self, *bodies: str) -> None:
        """As an ATS does: one message per event, ten to a request."""
        sqs = self.client("sqs")
        for start in range(0, len(bodies), 10):
            entries = [{"Id": str(n), "MessageBody": body} for n, body in enumerate(bodies[start : start + 10])]
            answer = sqs.send_message_batch(QueueUrl=self.outputs["DecisionsQueueUrl"], Entries=entries)
            assert not answer.get("Failed")

    def mails(self, address: str = "") -> list[dict[str, Any]]:
        """What SES was given, for whom it may concern."""
        with urllib.request.urlopen(f"{self.outputs['EndpointUrl']}/_ministack/ses/messages") as answer:  # noqa: S310
            accounts = json.load(answer)["messages"]
        return [mail for mails in accounts.values() for mail in mails if address in mail["To"][0]]

    def mail_to(self, address: str) -> dict[str, Any]:
        """The one mail to that address, as soon as it is there."""
        until(lambda: self.mails(address), f"a mail to {address}")
        (mail,) = self.mails(address)
        return mail

    def link_in(self, mail: dict[str, Any]) -> str:
        (link,) = _LINK.findall(mail["BodyText"])
        return str(link)

    def notice(self, source: str, application_id: str, cycle: int = 1) -> dict[str, Any] | None:
        ref = NoticeRef.of(source, application_id)
        key = {"application": {"S": ref.application}, "cycle": {"N": str(cycle)}}
        answer = self.client("dynamodb").get_item(TableName=self.outputs["NoticeLedgerTable"], Key=key)
        return from_item(answer["Item"]) if "Item" in answer else None

    def state_of(self, source: str, application_id: str, cycle: int = 1) -> str | None:
        notice = self.notice(source, application_id, cycle)
        return notice["state"] if notice else None

    def is_known(self, application_id: str) -> bool:
        return self.state_of(SOURCE, application_id) is not None

    def candidate(self, email: str, given_name: str = "Sam") -> str:
        """The person's key in the talent pool; their name has one word."""
        secrets = self.client("secretsmanager")
        (arn,) = (one["ARN"] for one in secrets.list_secrets()["SecretList"] if "DigestKey" in one["Name"])
        plain = person_digest("", EmailAddress(email), PersonName(given_name), None)
        return keyed_digest(str(secrets.get_secret_value(SecretId=arn)["SecretString"]), plain)

    def pool(self) -> list[dict[str, Any]]:
        items = self.client("dynamodb").scan(TableName=self.outputs["TalentPoolTable"])["Items"]
        return [from_item(item) for item in items]

    def set_aside(self) -> dict[str, dict[str, str]]:
        """Takes all of DecisionsDlq: the attributes by the message's body."""
        sqs, url, found = self.client("sqs"), self.outputs["DecisionsDlqUrl"], {}
        while messages := sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"], WaitTimeSeconds=1
        ).get("Messages"):
            for message in messages:
                attributes = message.get("MessageAttributes", {})
                found[message["Body"]] = {name: value["StringValue"] for name, value in attributes.items()}
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return found

    def waiting(self, queue: str = "DecisionsQueueUrl") -> int:
        """Count the messages on a queue, by the name of its output or its URL, that are not done."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        url = self.outputs.get(queue, queue)
        answer = self.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=names)
        return sum(int(count) for count in answer["Attributes"].values())

    def log_lines(self) -> list[str]:
        """Every line in every log group that the emulator has by now.

        It gives a line that a worker has just written a moment to arrive. On a slow machine the line comes with the
        worker's next invocation, and is lost if there is none.
        """
        logs, lines = self.client("logs"), []
        for group in logs.describe_log_groups()["logGroups"]:
            pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group["logGroupName"])
            lines += [event["message"] for page in pages for event in page["events"]]
        return lines

    def logged(self, *parts: str, again: Callable[[], object]) -> list[str]:
        """The lines that have all of these parts. Until there are any, `again` lets the function run once more."""
        found: list[str] = []

        def is_there() -> bool:
            found.extend(line for line in self.log_lines() if all(part in line for part in parts))
            if not found:
                again()
            return bool(found)

        until(is_there, f"a log line with {' and '.join(parts)}")
        return found

    def resource(self, logical_id: str) -> str:
        """What CloudFormation calls a resource of the template."""
        stack = self.client("cloudformation").describe_stack_resources(StackName="kind-regards")
        (found,) = [r for r in stack["StackResources"] if r["LogicalResourceId"] == logical_id]
        return str(found["PhysicalResourceId"])

    def call(
        self, method: str, path: str, *, base: str = "SiteUrl", body: bytes | None = None, **headers: str
    ) -> Response:
        """A request to the site or the API, whether or not this machine resolves `*.localhost`."""
        host = urlsplit(self.outputs[base]).netloc
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(HTTPConnection("127.0.0.1", int(host.rpartition(":")[2]), timeout=PATIENCE)) as connection:
            connection.request(method, path, body=body, headers={"Host": host, **named})
            answer = connection.getresponse()
            return Response(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())


def until(holds: Callable[[], Any], what: str) -> None:
    """Wait until something holds. If it never does, say what was waited for."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, f"waited {PATIENCE} s for {what}"
        time.sleep(0.1)
