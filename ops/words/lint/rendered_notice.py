"""A notice as its reader gets it, with the sentences it is made of."""

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
from ops.words.lint.recorder import RecordingWording, UsedSentence

_FOOTER = "\n\n-- \n"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class RenderedNotice:
    """One notice, parsed from the bytes that SES would get. `text` or `html` is empty if the part is missing."""

    combination: Combination
    wording: RecordingWording
    sentences: tuple[UsedSentence, ...]
    subject: str
    content_language: str
    text: str
    html: str
    size: int

    @property
    def invited(self) -> bool:
        """Return whether the notice invites the candidate to the talent pool."""
        return self.combination.variant is not Variant.NOT_INVITED

    @cached_property
    def page(self) -> Page:
        return Page(self.html)

    @cached_property
    def paragraphs(self) -> list[str]:
        """Return the paragraphs of the text, from the greeting to the signature."""
        return self.text.partition(_FOOTER)[0].split("\n\n")

    @property
    def counted_paragraphs(self) -> list[str]:
        """Return the paragraphs without the link and the code, and the line before each."""
        places = {"invitation.link", "invitation.code"}
        lines = tuple(sentence.text for sentence in self.sentences if sentence.place in places)
        return [paragraph for paragraph in self.paragraphs if not paragraph.startswith(lines)]

    def sentence(self, place: str) -> UsedSentence | None:
        """Return the sentence at section.key, if the notice has it."""
        return next((sentence for sentence in self.sentences if sentence.place == place), None)


def render(combination: Combination, *, policy: EmployerPolicy, wording: RecordingWording) -> RenderedNotice:
    """Render one notice. Raise MissingSentence."""
    wording.drain()
    return parse(notice_of(combination, policy=policy, wording=wording), combination, wording)


def parse(mail: Mail, combination: Combination, wording: RecordingWording) -> RenderedNotice:
    """Parse an email that was composed of the sentences which `wording` has recorded since it was drained."""
    raw = mail.raw
    # The modern policy would parse every header several times, and only the subject needs decoding.
    message = email.message_from_bytes(raw)
    parts = {part.get_content_type(): _content(part) for part in message.walk() if not part.is_multipart()}
    return RenderedNotice(
        combination=combination,
        wording=wording,
        sentences=wording.drain(),
        subject=str(email.policy.default.header_fetch_parse("Subject", message["Subject"])),
        content_language=str(message["Content-Language"]),
        text=parts.get("text/plain", ""),
        html=parts.get("text/html", ""),
        size=len(raw),
    )


def _content(part: Message) -> str:
    return bytes(part.get_payload(decode=True)).decode().replace("\r\n", "\n")


def on_one_line(text: str) -> str:
    """Return the text with one ordinary space for each run of white space."""
    return " ".join(text.split())


def words_of(text: str) -> list[str]:
    """Return the words of the text, without punctuation."""
    return _WORD.findall(text)
