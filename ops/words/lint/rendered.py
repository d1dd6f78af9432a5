"""A notice as its reader gets it, and the sentences that it is made of."""

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import Message
from functools import cached_property

from functions.domain.employers.policy import EmployerPolicy
from functions.mail.message import Mail
from ops.words.lint.combinations import Combination, Variant, notice_of
from ops.words.lint.page import Page
from ops.words.lint.recorder import RecordingWording, Said

_FOOTER = "\n\n-- \n"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Rendered:
    """One notice, read from the bytes that would go to SES. `text` and `html` are empty where there is no such part."""

    combination: Combination
    wording: RecordingWording
    said: tuple[Said, ...]
    subject: str
    content_language: str
    text: str
    html: str
    size: int

    @property
    def invited(self) -> bool:
        return self.combination.variant is not Variant.NOT_INVITED

    @cached_property
    def page(self) -> Page:
        return Page(self.html)

    @cached_property
    def paragraphs(self) -> list[str]:
        """From the greeting to the signature."""
        return self.text.partition(_FOOTER)[0].split("\n\n")

    @property
    def counting(self) -> list[str]:
        """The paragraphs but for the link and its code, and the line before each."""
        lines = tuple(said.text for said in self.said if said.place in {"invitation.link", "invitation.code"})
        return [one for one in self.paragraphs if not one.startswith(lines)]

    def told(self, place: str) -> Said | None:
        """The sentence at section.key, where the notice says it."""
        return next((said for said in self.said if said.place == place), None)


def render(one: Combination, *, policy: EmployerPolicy, wording: RecordingWording) -> Rendered:
    """Raises MissingSentence."""
    wording.drain()
    return read(notice_of(one, policy=policy, wording=wording), one, wording)


def read(mail: Mail, one: Combination, wording: RecordingWording) -> Rendered:
    """The mail, made of what the wording has said since it was taken note of."""
    raw = mail.raw
    # Not by the policy of today as a whole: it would parse every header many times.
    message = email.message_from_bytes(raw)
    parts = {part.get_content_type(): _content(part) for part in message.walk() if not part.is_multipart()}
    return Rendered(
        combination=one,
        wording=wording,
        said=wording.drain(),
        subject=str(email.policy.default.header_fetch_parse("Subject", message["Subject"])),
        content_language=str(message["Content-Language"]),
        text=parts.get("text/plain", ""),
        html=parts.get("text/html", ""),
        size=len(raw),
    )


def _content(part: Message) -> str:
    return bytes(part.get_payload(decode=True)).decode().replace("\r\n", "\n")


def on_one_line(text: str) -> str:
    """With one space, and an ordinary one, for each stretch of white space."""
    return " ".join(text.split())


def words_of(text: str) -> list[str]:
    return _WORD.findall(text)
