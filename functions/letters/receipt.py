"""The receipt of an opt-in: the consent word for word, and the links to see, change and withdraw it."""

from functions.domain.pool.consent import Receipt
from functions.letters.layout import Listing, paragraph
from functions.letters.pool_letter import Frame, SelfServiceLinks
from functions.mail.message import Mail


def compose_receipt(frame: Frame, receipt: Receipt, links: SelfServiceLinks) -> Mail:
    """Compose the email to a person who joined, or agreed to something new, in the wording's language.

    The consent is quoted in the language in which it was given.
    """
    return frame.compose(
        "receipt",
        [
            paragraph(frame.say("receipt", "thanks", company=frame.company)),
            paragraph(frame.say("receipt", "agreed")),
            paragraph(receipt.intro),
            Listing(tuple(paragraph(statement["text"]) for statement in (*receipt.purposes, *receipt.agencies))),
            paragraph(frame.say("receipt", "until", until=frame.day(receipt.expires_at))),
            frame.page_link(links, frame.say("pool", "look"), frame.say("pool", "button")),
            paragraph(frame.say("receipt", "not_you")),
        ],
        unsubscribe=links.unsubscribe,
    )
