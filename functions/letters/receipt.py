"""The receipt of an opt-in as a mail: what was agreed to, word for word, and the ways to look, change and leave."""

from dataclasses import dataclass

from functions.domain.employers.policy import Company
from functions.domain.pool.membership import OptIn
from functions.letters.json_ld import status_block
from functions.letters.layout import Link, Listing, Part, Words, render_html, render_text, words
from functions.letters.phrases import greet, with_page_language
from functions.letters.wording import Wording
from functions.mail.message import Mail


@dataclass(frozen=True)
class Ways:
    """Back to what was agreed to: `code` opens the page, `unsubscribe` takes one's details out with one POST."""

    site_url: str
    code: str
    unsubscribe: str


def compose_receipt(opt_in: OptIn, *, company: Company, wording: Wording, ways: Ways) -> Mail:
    """The employer's mail to the person who joined, in the wording's language.

    What they agreed to stands in it in the language in which they did.
    """
    said, receipt = company.company, opt_in.receipt
    body = _body(opt_in, company, wording, ways)
    footer = _footer(company, wording, ways)
    subject = wording.say("receipt", "subject", company=said.name)
    status = status_block(receipt.id, said.name, wording.language, [])
    return Mail(
        sender_name=company.sender.name,
        sender=company.sender.email,
        to=opt_in.email,
        reply_to=said.contact_email,
        subject=subject,
        text=render_text(body, footer),
        html=render_html(body, footer, subject=subject, wording=wording, colour=said.colour, status=status),
        language=wording.language,
        template=wording.version,
        kind="receipt",
        identifier=receipt.id,
        one_click=ways.unsubscribe,
    )


def _body(opt_in: OptIn, company: Company, wording: Wording, ways: Ways) -> list[Part]:
    receipt = opt_in.receipt
    until = receipt.expires_at.astimezone(company.company.time_zone)
    return [
        words(greet(opt_in.given_name, wording)),
        words(wording.say("receipt", "thanks", company=company.company.name)),
        words(wording.say("receipt", "agreed")),
        words(receipt.intro),
        Listing(tuple(words(agreed["text"]) for agreed in (*receipt.purposes, *receipt.agencies))),
        words(wording.say("receipt", "until", until=wording.day(until))),
        words(with_page_language(wording.say("receipt", "look"), receipt.consent["language"], wording)),
        Link(
            url=f"{ways.site_url}/stay/#{ways.code}",
            button=wording.say("receipt", "button"),
            introduction=wording.say("receipt", "link"),
            code=ways.code,
            code_introduction=wording.say("invitation", "code"),
        ),
        words(wording.say("receipt", "not_you")),
        words(wording.say("end", "questions")),
        words(wording.say("end", "regards"), company.sender.signature or wording.say("end", "team")),
    ]


def _footer(company: Company, wording: Wording, ways: Ways) -> Words:
    return words(
        company.company.name,
        company.company.postal_address,
        wording.say("receipt", "why"),
        wording.say("receipt", "unsubscribe", address=ways.unsubscribe),
    )
