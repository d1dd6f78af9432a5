"""The letter about an agency that a person chose, and with which the employer shares nothing any more."""

from functions.letters.layout import paragraph
from functions.letters.pool_letter import Frame, SelfServiceLinks
from functions.mail.message import Mail


def compose_agency_left(frame: Frame, agency: str, links: SelfServiceLinks) -> Mail:
    """Compose the email. `agency` is its name as the person agreed to it."""
    return frame.compose(
        "agency_left",
        [
            paragraph(frame.say("agency_left", "stopped", company=frame.company, agency=agency)),
            paragraph(frame.say("agency_left", "record")),
            frame.page_link(links, frame.say("pool", "look"), frame.say("pool", "button")),
        ],
        subject=frame.say("agency_left", "subject", company=frame.company, agency=agency),
        why="pool",
        unsubscribe=links.unsubscribe,
    )
