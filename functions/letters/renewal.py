"""The question whether a person stays: their consent ends soon, and ends by itself."""

from functions.domain.pool.consent import Receipt
from functions.letters.layout import paragraph
from functions.letters.pool_letter import Frame, SelfServiceLinks
from functions.mail.message import Mail


def compose_renewal(frame: Frame, receipt: Receipt, links: SelfServiceLinks) -> Mail:
    """Compose the email. Who does nothing leaves; who stays gives a new consent, on the page."""
    until = frame.day(receipt.expires_at)
    return frame.compose(
        "renewal",
        [
            paragraph(
                f"{frame.say('renewal', 'ends', company=frame.company, until=until)} {frame.say('renewal', 'silence')}"
            ),
            frame.page_link(links, frame.say("renewal", "stay"), frame.say("renewal", "button")),
        ],
        subject=frame.say("renewal", "subject", company=frame.company, until=until),
        why="pool",
        unsubscribe=links.unsubscribe,
    )
