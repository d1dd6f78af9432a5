"""The two letters of a change of address: the new address confirms it, the old one can stop it.

Neither names the other address, because either may be a stranger's.
"""

from datetime import datetime

from functions.letters.layout import Link, paragraph
from functions.letters.pool_letter import Frame
from functions.mail.message import Mail


def compose_confirm_address(frame: Frame, until: datetime, url: str) -> Mail:
    """Compose the email to the new address. `url` opens the page that confirms it, `until` then."""
    introduction = frame.say("confirm_address", "link", until=frame.day(until))
    return frame.compose(
        "confirm_address",
        [
            paragraph(frame.say("confirm_address", "asked", company=frame.company)),
            Link(url, frame.say("confirm_address", "button"), introduction),
            paragraph(frame.say("confirm_address", "not_you")),
        ],
    )


def compose_address_changed(frame: Frame, asked_at: datetime, url: str) -> Mail:
    """Compose the email to the address before. `url` opens the page that stops the change."""
    asked = frame.say("address_changed", "asked", day=frame.day(asked_at))
    return frame.compose(
        "address_changed",
        [
            paragraph(f"{asked} {frame.say('address_changed', 'was_you')}"),
            Link(url, frame.say("address_changed", "button"), frame.say("address_changed", "stop")),
        ],
        why="pool",
    )
