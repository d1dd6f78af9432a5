"""A mail as a value: what is said, to whom, and the proof of it."""

import hashlib
from base64 import encodebytes
from binascii import b2a_qp
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.policy import SMTP
from functools import cached_property, lru_cache

from functions.domain.personal import EmailAddress


@dataclass(frozen=True)
class Mail:
    """One mail, composed. `template` is the version of its words, `raw` the message as it goes to SES.

    `identifier` says what it is about, and is the same in every copy; of letters, digits, - and _.
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
    identifier: str
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
        headers = {
            "From": str(Address(self.sender_name, addr_spec=self.sender.reveal())),
            "To": self.to.reveal(),
            "Reply-To": self.reply_to.reveal(),
            "Subject": self.subject,
            # SES puts one of its own in its place; whatever else carries or keeps the mail knows a copy by this one.
            "Message-ID": f"<{self.identifier}@{self.sender.reveal().rpartition('@')[2]}>",
            # RFC 3834: vacation responders and ticket systems do not answer to this.
            "Auto-Submitted": "auto-generated",
            "MIME-Version": "1.0",
            "Content-Language": self.language,
        }
        kind = f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n'.encode()
        head = b"".join([*(_header(name, value) for name, value in headers.items()), kind])
        parts = (_part("plain", self.text), _part("html", self.html))
        rule = f"\r\n--{boundary}".encode()
        return head + b"".join(rule + b"\r\n" + part for part in parts) + rule + b"--\r\n"


@lru_cache(maxsize=256)
def _header(name: str, value: str) -> bytes:
    return SMTP.fold_binary(*SMTP.header_store_parse(name, value))


def _part(subtype: str, text: str) -> bytes:
    body = f"{text.rstrip()}\n".replace("\r\n", "\n").encode()
    # Sentences in Latin script stay readable; in other scripts base64 is a third of quoted-printable.
    quoted, encoded = b2a_qp(body), encodebytes(body)
    name, shorter = ("quoted-printable", quoted) if len(quoted) <= len(encoded) else ("base64", encoded)
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {name}\r\n\r\n'
    return head.encode() + shorter.replace(b"\n", b"\r\n")
