"""The letter with the link to a person's page, which somebody has asked for by address alone."""

from functions.domain.pool.consent import Receipt
from functions.letters.layout import paragraph
from functions.letters.pool_letter import Frame, SelfServiceLinks
from functions.mail.message import Mail


def compose_link(frame: Frame, receipt: Receipt, links: SelfServiceLinks) -> Mail:
    """Compose the email. Whoever asked, only the owner of the mailbox gets the link."""
    look = frame.wording.with_page_language(frame.say("pool", "look"), receipt.consent["language"])
    return frame.compose(
        "link",
        [
            paragraph(frame.say("link", "asked")),
            frame.page_link(links, look, frame.say("pool", "button")),
            paragraph(frame.say("link", "not_you")),
        ],
        unsubscribe=links.unsubscribe,
    )
