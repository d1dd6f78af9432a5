"""Sent mail, as the embedded AWS keeps it: both parts, and of the headers those that it keeps."""

import json
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from ops.terminal.progress import PATIENCE

_INVITATION = re.compile(r"https?://[^\s\"<>]+/stay/#[\w-]+")


@dataclass(frozen=True)
class SentMail:
    """One mail that SES took."""

    message_id: str
    sender: str
    to: tuple[str, ...]
    subject: str
    text: str
    html: str
    sent_at: datetime

    @property
    def invitation(self) -> str | None:
        """The link that opens the opt-in page, where the mail has one."""
        match = _INVITATION.search(self.text)
        return match[0] if match else None

    def headers(self) -> Iterator[tuple[str, str]]:
        yield "From", self.sender
        yield "To", ", ".join(self.to)
        yield "Subject", self.subject
        yield "Date", f"{self.sent_at:%Y-%m-%d %H:%M:%S} UTC"
        yield "SES message id", self.message_id


def read_mails(endpoint_url: str) -> list[SentMail]:
    """All mail sent so far, the oldest first."""
    with closing(HTTPConnection(urlsplit(endpoint_url).netloc, timeout=PATIENCE)) as connection:
        connection.request("GET", "/_ministack/ses/messages")
        by_account = json.loads(connection.getresponse().read())["messages"]
    return sorted((_mail(found) for kept in by_account.values() for found in kept), key=lambda mail: mail.sent_at)


def _mail(found: dict[str, Any]) -> SentMail:
    return SentMail(
        message_id=found["MessageId"],
        sender=found["Source"],
        to=tuple(found["To"]),
        subject=found["Subject"],
        text=found["BodyText"] or "",
        html=found["BodyHtml"] or "",
        sent_at=datetime.fromtimestamp(found["Timestamp"], UTC),
    )
