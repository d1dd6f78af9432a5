"""The receipt of an opt-in: the consent word for word, and the links to see, change and withdraw it."""

from functions.domain.employers.policy import EmployerPolicy
from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.reference import NoticeRef
from functions.domain.pool.membership import OptIn
from functions.letters.json_ld import status_block
from functions.letters.layout import Link, Listing, Paragraph, Part, paragraph, render_html, render_text
from functions.letters.wording import Wording
from functions.mail.message import Mail


@dataclass(frozen=True)
class SelfServiceLinks:
    """The links back to an opt-in: `code` opens the page, one POST to `unsubscribe` withdraws the consent."""

    site_url: str
    code: str
    unsubscribe: str


def compose_receipt(
    opt_in: OptIn, *, ref: NoticeRef, policy: EmployerPolicy, wording: Wording, links: SelfServiceLinks
) -> Mail:
    """Compose the employer's email to the person who joined, in the wording's language.

    The consent is quoted in the language in which it was given. `ref` is the receipt's own notice.
    """
    brand = policy.brand
    body = _body(opt_in, policy, wording, links)
    footer = _footer(policy, wording, links)
    subject = wording.say("receipt", "subject", company=brand.name)
    status = status_block(str(ref), brand.name, wording.language, [])
    return Mail(
        sender_name=policy.sender.name,
        sender=policy.sender.email,
        to=opt_in.email,
        reply_to=brand.contact_email,
        subject=subject,
        text=render_text(body, footer),
        html=render_html(body, footer, subject=subject, wording=wording, colour=brand.colour, status=status),
        language=wording.language,
        template=wording.version,
        kind="receipt",
        identifier=str(ref),
        unsubscribe_url=links.unsubscribe,
    )


def _body(opt_in: OptIn, policy: EmployerPolicy, wording: Wording, links: SelfServiceLinks) -> list[Part]:
    receipt = opt_in.receipt
    # In the employer's time zone, because the member's is not on record.
    until = receipt.expires_at.astimezone(policy.brand.time_zone)
    return [
        paragraph(wording.greeting(opt_in.given_name, opt_in.family_name, opt_in.email)),
        paragraph(wording.say("receipt", "thanks", company=policy.brand.name)),
        paragraph(wording.say("receipt", "agreed")),
        paragraph(receipt.intro),
        Listing(tuple(paragraph(statement["text"]) for statement in (*receipt.purposes, *receipt.agencies))),
        paragraph(wording.say("receipt", "until", until=wording.day(until))),
        Link(
            url=f"{links.site_url}/stay/#{links.code}",
            button=wording.say("receipt", "button"),
            introduction=wording.with_page_language(wording.say("receipt", "look"), receipt.consent["language"]),
            code=links.code,
            code_introduction=wording.say("invitation", "code"),
        ),
        paragraph(wording.say("receipt", "not_you")),
        paragraph(wording.say("end", "questions")),
        paragraph(wording.say("end", "regards"), policy.sender.signature or wording.say("end", "team")),
    ]


def _footer(policy: EmployerPolicy, wording: Wording, links: SelfServiceLinks) -> Paragraph:
    return paragraph(
        policy.brand.name,
        policy.brand.postal_address,
        wording.say("receipt", "why"),
        wording.say("receipt", "unsubscribe", address=links.unsubscribe),
    )
