"""The letters to people of the talent pool: the frame around the body of each, and the links that they may have."""

from datetime import datetime
from zoneinfo import ZoneInfo

from functions.domain.employers.policy import EmployerPolicy
from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.reference import NoticeRef
from functions.domain.personal_data import EmailAddress, PersonName
from functions.domain.pool.consent import Receipt
from functions.letters.json_ld import status_block
from functions.letters.layout import (
    Line,
    Link,
    Linked,
    Paragraph,
    Part,
    paragraph,
    render_html,
    render_text,
)
from functions.letters.wording import Wording
from functions.mail.message import Mail


@dataclass(frozen=True)
class SelfServiceLinks:
    """The links back to a profile: `code` opens the page, one POST to `unsubscribe` withdraws the consent.

    `pages` is the address of the pages in the letter's language.
    """

    pages: str
    code: str
    unsubscribe: str

    @property
    def page(self) -> str:
        return f"{self.pages}/stay/#{self.code}"


@dataclass(frozen=True)
class Addressee:
    """The recipient. The names are None where the pool has no profile of theirs, or must not say whose it is."""

    email: EmailAddress
    given_name: PersonName | None = None
    family_name: PersonName | None = None


@dataclass(frozen=True)
class LetterSubject:
    """The person to whom a letter goes, and the consent that it is about, where there is one."""

    to: Addressee
    receipt: Receipt | None = None


@dataclass(frozen=True)
class Frame:
    """All that a letter needs besides its own subject. `ref` is its item in the ledger, `zone` the person's."""

    to: Addressee
    ref: NoticeRef
    policy: EmployerPolicy
    wording: Wording
    zone: ZoneInfo

    @property
    def company(self) -> str:
        return self.policy.brand.name

    def say(self, section: str, name: str, **values: str) -> str:
        """Return the sentence with its braces filled in."""
        return self.wording.say(section, name, **values)

    def day(self, moment: datetime) -> str:
        """Return the date at the person's place."""
        return self.wording.day(moment.astimezone(self.zone))

    def page_link(self, links: SelfServiceLinks, introduction: str, button: str) -> Link:
        """Return the link to the person's page, with the code to type where it breaks."""
        return Link(links.page, button, introduction, links.code, self.wording.say("invitation", "code"))

    def compose(
        self,
        section: str,
        body: list[Part],
        *,
        subject: str | None = None,
        why: str | None = None,
        unsubscribe: str | None = None,
    ) -> Mail:
        """Return the email. `unsubscribe`: the link that withdraws the consent, where there is one to withdraw.

        `subject`: where it has more to say than the employer's name; `why`: the section that says why it was sent.
        """
        policy, wording = self.policy, self.wording
        parts = [self._greeting(), *body, *self._ending()]
        footer = self._footer(why or section, unsubscribe)
        title = subject or self.say(section, "subject", company=self.company)
        status = status_block(str(self.ref), policy.brand.name, wording.language, [])
        return Mail(
            sender_name=policy.sender.name,
            sender=policy.sender.email,
            to=self.to.email,
            reply_to=policy.brand.contact_email,
            subject=title,
            text=render_text(parts, footer),
            html=render_html(parts, footer, subject=title, wording=wording, colour=policy.brand.colour, status=status),
            language=wording.language,
            template=wording.version,
            kind="letter",
            identifier=str(self.ref),
            unsubscribe_url=unsubscribe,
        )

    def _greeting(self) -> Part:
        to = self.to
        return paragraph(self.wording.greeting(to.given_name, to.family_name, to.email))

    def _ending(self) -> list[Part]:
        signature = self.policy.sender.signature or self.wording.say("end", "team")
        return [
            paragraph(self.wording.say("end", "questions")),
            paragraph(self.wording.say("end", "regards"), signature),
        ]

    def _footer(self, section: str, unsubscribe: str | None) -> Paragraph:
        brand = self.policy.brand
        lines: list[Line] = [brand.name, brand.postal_address, self.say(section, "why")]
        if unsubscribe:
            lines.append(Linked(self.say("pool", "unsubscribe", address=unsubscribe), unsubscribe))
        return paragraph(*lines)
