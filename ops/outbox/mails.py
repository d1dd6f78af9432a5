"""Sent emails as the embedded AWS keeps them: both parts, and some of the headers."""

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
    """One email that SES accepted."""

    message_id: str
    sender: str
    to: tuple[str, ...]
    subject: str
    text: str
    html: str
    sent_at: datetime

    @property
    def invitation(self) -> str | None:
        """Return the link that opens the opt-in page, if the email has one."""
        match = _INVITATION.search(self.text)
        return match[0] if match else None

    def headers(self) -> Iterator[tuple[str, str]]:
        """Yield the headers to show, with their values."""
        yield "From", self.sender
        yield "To", ", ".join(self.to)
        yield "Subject", self.subject
        yield "Date", f"{self.sent_at:%Y-%m-%d %H:%M:%S} UTC"
        yield "SES message id", self.message_id


def read_mails(endpoint_url: str) -> list[SentMail]:
    """Return all emails sent so far, the oldest first."""
    with closing(HTTPConnection(urlsplit(endpoint_url).netloc, timeout=PATIENCE)) as connection:
        connection.request("GET", "/_ministack/ses/messages")
        by_account = json.loads(connection.getresponse().read())["messages"]
    return sorted(
        (_mail(record) for records in by_account.values() for record in records), key=lambda mail: mail.sent_at
    )


def _mail(record: dict[str, Any]) -> SentMail:
    return SentMail(
        message_id=record["MessageId"],
        sender=record["Source"],
        to=tuple(record["To"]),
        subject=record["Subject"],
        text=record["BodyText"] or "",
        html=record["BodyHtml"] or "",
        sent_at=datetime.fromtimestamp(record["Timestamp"], UTC),
    )
