"""The receipt of an opt-in as a mail: what was agreed to, word for word, and the ways to look, change and leave."""

from dataclasses import dataclass

from functions.domain.employers.policy import EmployerPolicy
from functions.domain.notices.notice import NoticeRef
from functions.domain.pool.membership import OptIn
from functions.letters.json_ld import status_block
from functions.letters.layout import Link, Listing, Paragraph, Part, paragraph, render_html, render_text
from functions.letters.phrases import greet, with_page_language
from functions.letters.wording import Wording
from functions.mail.message import Mail


@dataclass(frozen=True)
class SelfServiceLinks:
    """Back to what was agreed to: `code` opens the page, `unsubscribe` takes one's details out with one POST."""

    site_url: str
    code: str
    unsubscribe: str


def compose_receipt(
    opt_in: OptIn, *, ref: NoticeRef, policy: EmployerPolicy, wording: Wording, ways: SelfServiceLinks
) -> Mail:
    """The employer's mail to the person who joined, in the wording's language.

    What they agreed to stands in it in the language in which they did.
    """
    said = policy.brand
    body = _body(opt_in, policy, wording, ways)
    footer = _footer(policy, wording, ways)
    subject = wording.say("receipt", "subject", company=said.name)
    status = status_block(str(ref), said.name, wording.language, [])
    return Mail(
        sender_name=policy.sender.name,
        sender=policy.sender.email,
        to=opt_in.email,
        reply_to=said.contact_email,
        subject=subject,
        text=render_text(body, footer),
        html=render_html(body, footer, subject=subject, wording=wording, colour=said.colour, status=status),
        language=wording.language,
        template=wording.version,
        kind="receipt",
        identifier=str(ref),
        one_click=ways.unsubscribe,
    )


def _body(opt_in: OptIn, policy: EmployerPolicy, wording: Wording, ways: SelfServiceLinks) -> list[Part]:
    receipt = opt_in.receipt
    until = receipt.expires_at.astimezone(policy.brand.time_zone)
    return [
        paragraph(greet(opt_in.given_name, wording)),
        paragraph(wording.say("receipt", "thanks", company=policy.brand.name)),
        paragraph(wording.say("receipt", "agreed")),
        paragraph(receipt.intro),
        Listing(tuple(paragraph(agreed["text"]) for agreed in (*receipt.purposes, *receipt.agencies))),
        paragraph(wording.say("receipt", "until", until=wording.day(until))),
        paragraph(with_page_language(wording.say("receipt", "look"), receipt.consent["language"], wording)),
        Link(
            url=f"{ways.site_url}/stay/#{ways.code}",
            button=wording.say("receipt", "button"),
            introduction=wording.say("receipt", "link"),
            code=ways.code,
            code_introduction=wording.say("invitation", "code"),
        ),
        paragraph(wording.say("receipt", "not_you")),
        paragraph(wording.say("end", "questions")),
        paragraph(wording.say("end", "regards"), policy.sender.signature or wording.say("end", "team")),
    ]


def _footer(policy: EmployerPolicy, wording: Wording, ways: SelfServiceLinks) -> Paragraph:
    return paragraph(
        policy.brand.name,
        policy.brand.postal_address,
        wording.say("receipt", "why"),
        wording.say("receipt", "unsubscribe", address=ways.unsubscribe),
    )
