"""A mail as a value: what is said, to whom, and the proof of it."""

import hashlib
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from functions.domain.personal import EmailAddress


@dataclass(frozen=True)
class Mail:
    """One notice, composed. `template` is the version of its words, `raw` the message as it goes to SES.

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
    raw: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "raw", self._as_bytes())

    @property
    def text_sha256(self) -> str:
        """Hex digest of subject, text part and HTML part, joined by NUL."""
        return hashlib.sha256(f"{self.subject}\0{self.text}\0{self.html}".encode()).hexdigest()

    def _as_bytes(self) -> bytes:
        """RFC 5322, every header encoded by the standard library."""
        message = EmailMessage(policy=SMTP)
        message["From"] = Address(self.sender_name, addr_spec=self.sender.reveal())
        message["To"] = Address(addr_spec=self.to.reveal())
        message["Reply-To"] = Address(addr_spec=self.reply_to.reveal())
        message["Subject"] = self.subject
        # RFC 3834: vacation responders and ticket systems do not answer to this.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(self.text, cte="quoted-printable")
        message.add_alternative(self.html, subtype="html", cte="quoted-printable")
        # Last: setting content takes away the Content- headers that were there before.
        message["Content-Language"] = self.language
        return message.as_bytes()
