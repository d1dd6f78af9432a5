"""Sent emails as the embedded AWS keeps them: both parts, and the headers and tags of the request that sent them."""

import json
import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.policy import default
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ops.terminal.progress import PATIENCE

_INVITATION = re.compile(r"https?://[^\s\"<>]+/stay/#[\w-]+")

_OPTIONAL = ("Reply-To", "List-Unsubscribe", "List-Unsubscribe-Post", "Message-ID")


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
    header_fields: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def invitation(self) -> str | None:
        """Return the link that opens the opt-in page, if the email has one."""
        match = _INVITATION.search(self.text)
        return match[0] if match else None

    def headers(self) -> Iterator[tuple[str, str]]:
        """Yield the headers that a mail program shows, with their values, and what only SES knows."""
        own = {name.casefold(): value for name, value in self.header_fields}
        yield "Subject", self.subject
        yield "From", own.get("from", self.sender)
        yield "To", own.get("to", ", ".join(self.to))
        yield "Date", f"{self.sent_at:%Y-%m-%d %H:%M:%S} UTC"
        yield from ((name, own[name.casefold()]) for name in _OPTIONAL if name.casefold() in own)
        yield "SES message id", self.message_id
        if self.tags:
            yield "SES tags", ", ".join(self.tags)


def read_mails(endpoint_url: str, kept: Path | None = None) -> list[SentMail]:
    """Return all emails sent so far, the oldest first. `kept` is the folder with the requests that sent them."""
    with closing(HTTPConnection(urlsplit(endpoint_url).netloc, timeout=PATIENCE)) as connection:
        connection.request("GET", "/_ministack/ses/messages")
        by_account = json.loads(connection.getresponse().read())["messages"]
    return sorted(
        (_mail(record, _request(record, kept)) for records in by_account.values() for record in records),
        key=lambda mail: mail.sent_at,
    )


def _request(record: dict[str, Any], kept: Path | None) -> dict[str, Any]:
    """Return the request that sent the email; an empty one where it was not kept."""
    request: dict[str, Any] = {}
    if kept:
        with suppress(FileNotFoundError):
            request = json.loads((kept / f"{record['MessageId']}.json").read_bytes())
    return request


def _mail(record: dict[str, Any], request: dict[str, Any]) -> SentMail:
    raw = b64decode(request.get("Content", {}).get("Raw", {}).get("Data", ""))
    message: Message = message_from_bytes(raw, policy=default)
    return SentMail(
        message_id=record["MessageId"],
        sender=record["Source"],
        to=tuple(record["To"]),
        subject=record["Subject"],
        text=record["BodyText"] or "",
        html=record["BodyHtml"] or "",
        sent_at=datetime.fromtimestamp(record["Timestamp"], UTC),
        header_fields=tuple((name, str(value)) for name, value in message.items()),
        tags=tuple(f"{tag['Name']}: {tag['Value']}" for tag in request.get("EmailTags", [])),
    )
