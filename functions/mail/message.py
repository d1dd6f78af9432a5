"""A mail as a value: what is said, to whom, and the proof of it."""

import hashlib
import re
from base64 import encodebytes
from binascii import b2a_qp
from dataclasses import dataclass, field
from email.header import Header
from email.headerregistry import Address
from email.policy import SMTP
from functools import cached_property, lru_cache
from typing import Literal

from functions.domain.personal_data import EmailAddress

type Kind = Literal["notice", "receipt"]

# RFC 2369: between angle brackets, and nothing is decoded.
_ADDRESS = re.compile(r"https?://[!-;=?-~]{1,500}")
_LINE_BREAK = re.compile(r"[\r\n\0]")
_WORTH_BASE64 = 4 / 3
_LONGEST_PLAIN_SUBJECT = 78 - len("Subject: ")


@dataclass(frozen=True)
class Mail:
    """One mail, composed. `template` is the version of its words, `raw` the message as it goes to SES.

    `kind` and `identifier` say what it is about; the latter is the same in every copy, of letters, digits, - and _.
    `one_click` is where a POST takes its reader off our list, where there is one (RFC 8058).
    A Mail that exists can be sent: what can't be encoded fails here, before anybody claims a notice.
    """

    sender_name: str
    sender: EmailAddress
    to: EmailAddress
    reply_to: EmailAddress
    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    language: str
    template: str
    kind: Kind
    identifier: str
    one_click: str | None = field(default=None, repr=False)
    raw: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "raw", self._as_bytes())

    @cached_property
    def text_sha256(self) -> str:
        """Hex digest of subject, text part and HTML part, joined by NUL."""
        return hashlib.sha256(f"{self.subject}\0{self.text}\0{self.html}".encode()).hexdigest()

    def _as_bytes(self) -> bytes:
        """RFC 5322 and 2045, every header encoded and folded by the standard library."""
        # Not as one EmailMessage: it would encode the headers that are the same in every mail anew for each.
        boundary = f"=_{self.text_sha256[:32]}"
        head = b"".join(
            (
                _header("From", str(Address(self.sender_name, addr_spec=self.sender.reveal()))),
                _header("To", self.to.reveal()),
                _header("Reply-To", self.reply_to.reveal()),
                _subject(self.subject),
                # SES puts its own in its place; whatever else carries or keeps the mail knows a copy by this one.
                f"Message-ID: <{self.identifier}@{self.sender.reveal().rpartition('@')[2]}>\r\n".encode("ascii"),
                # RFC 3834: vacation responders and ticket systems do not answer to this.
                _header("Auto-Submitted", "auto-generated"),
                _header("MIME-Version", "1.0"),
                _header("Content-Language", self.language),
                _list_unsubscribe(self.one_click) if self.one_click else b"",
                f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n'.encode(),
            )
        )
        parts = (_part("plain", self.text), _part("html", self.html))
        rule = f"\r\n--{boundary}".encode()
        return head + b"".join(rule + b"\r\n" + part for part in parts) + rule + b"--\r\n"


@lru_cache(maxsize=256)
def _header(name: str, value: str) -> bytes:
    return SMTP.fold_binary(*SMTP.header_store_parse(name, value))


def _subject(text: str) -> bytes:
    """RFC 2047: as it is, or all of it encoded.

    The policy encodes word by word, and where it folds between two kinds of words a space is lost or doubled.
    """
    if _LINE_BREAK.search(text):
        raise ValueError("a subject has no newline")
    as_it_is = text.isascii() and "=?" not in text and len(text) <= _LONGEST_PLAIN_SUBJECT
    value = text if as_it_is else Header(text, "utf-8", header_name="Subject").encode(linesep="\r\n")
    return f"Subject: {value}\r\n".encode("ascii")


def _list_unsubscribe(address: str) -> bytes:
    """Both headers of RFC 8058. Not through the policy, which would encode an address that is longer than a line."""
    if not _ADDRESS.fullmatch(address):
        raise ValueError("not an address that can stand in a header")
    return f"List-Unsubscribe: <{address}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n".encode("ascii")


def _part(subtype: str, text: str) -> bytes:
    body = f"{text.rstrip()}\n".replace("\r\n", "\n").encode()
    name, encoded = "quoted-printable", b2a_qp(body)
    # Sentences in Latin script stay readable; in other scripts base64 is less than half as long.
    if len(encoded) > _WORTH_BASE64 * len(body):
        # RFC 2045, 6.8: what is encoded has line breaks as mail has them.
        name, encoded = "base64", encodebytes(body.replace(b"\n", b"\r\n"))
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {name}\r\n\r\n'
    return head.encode() + encoded.replace(b"\n", b"\r\n")
