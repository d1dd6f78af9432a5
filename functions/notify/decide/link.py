"""Links that somebody has asked for by address alone: a letter is owed to each person who is at that mailbox."""

from typing import TYPE_CHECKING, cast

from functions.domain.notices.notice import Notice
from functions.domain.notices.owed_letter import LetterKind, OwedLetter, letter_ref
from functions.domain.pool.link_request import LinkRequest
from functions.domain.pool.membership import OptIn, Standing, standing
from functions.notify.outcome import NoticeOutcome
from functions.notify.ports import DecidePorts

if TYPE_CHECKING:
    from functions.domain.employers.language import Language


def send_links(request: LinkRequest, *, ports: DecidePorts) -> NoticeOutcome:
    """Open a letter for each person at the mailboxes, and have it sent. Raises Transient.

    It ends the same way where nobody is there.
    """
    now = ports.now()
    for members in ports.pool.at_mailboxes(request.mailboxes).values():
        for member in members:
            if isinstance(member, OptIn) and standing(member, now) is Standing.ACTIVE:
                _owe(member, request, ports=ports)
    return NoticeOutcome.LINK_REQUEST_HANDLED


def _owe(opt_in: OptIn, request: LinkRequest, *, ports: DecidePorts) -> None:
    now, about = ports.now(), f"request-{request.slot}"
    # The language in which they read the page, and agreed to what it says.
    language = cast("Language", opt_in.language)
    owed = OwedLetter(LetterKind.LINK, about, opt_in.candidate, opt_in.notice, opt_in.join_until, language, at=now)
    # The reference is the same for all requests of these minutes: the ledger takes the first one, and no other.
    letter = Notice.of_letter(
        letter_ref(owed.kind, about, opt_in.candidate),
        owed,
        source=opt_in.source,
        application_id=opt_in.application_id,
        employer=opt_in.employer,
        at=now,
        cause="a link was asked for",
    )
    ports.ledger.open(letter, now)
    # Also where it was there: the worker before this one may have died in between. What is settled stays settled.
    ports.due_notices.enqueue(letter.ref)
