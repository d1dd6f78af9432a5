"""The letter with the link to a person's page, which somebody has asked for by address alone."""

from functions.letters.layout import paragraph
from functions.letters.pool_letter import Frame, SelfServiceLinks
from functions.mail.message import Mail


def compose_link(frame: Frame, links: SelfServiceLinks) -> Mail:
    """Compose the email. Whoever asked, only the owner of the mailbox gets the link."""
    return frame.compose(
        "link",
        [
            paragraph(frame.say("link", "asked")),
            frame.page_link(links, frame.say("pool", "look"), frame.say("pool", "button")),
            paragraph(frame.say("link", "not_you")),
        ],
        unsubscribe=links.unsubscribe,
    )
