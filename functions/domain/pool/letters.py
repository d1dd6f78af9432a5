"""The letters that the talent pool owes, each as an item of the ledger, made of the profile that it is about."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from functions.domain.employers.language import Language
from functions.domain.notices.notice import Notice
from functions.domain.notices.owed_letter import LetterKind, OwedLetter, letter_ref
from functions.domain.notices.reference import NoticeRef
from functions.domain.personal_data import EmailAddress
from functions.domain.pool.changes import PendingAddress
from functions.domain.pool.consent import Receipt
from functions.domain.pool.membership import Ending, OptIn
from functions.domain.pool.renewal import reminders

# Whoever has left may come back with the link in the last letter: long enough to notice what was not their own doing.
_RETURN_WITHIN = timedelta(days=30)


def letters_of_consent(opt_in: OptIn, language: Language) -> list[Notice]:
    """Return what is owed for a new consent: its receipt, now, and what is said before and at its end, then."""
    receipt = opt_in.receipt
    owed = _letter(LetterKind.RECEIPT, opt_in, language, about=receipt.id)
    return [
        _item(owed, opt_in, receipt.given_at, "opted in"),
        *letters_of_end(opt_in, language, receipt.given_at),
    ]


def letters_of_end(opt_in: OptIn, language: Language, at: datetime) -> Iterator[Notice]:
    """Yield the reminders before the end of a consent, and the confirmation of the end, that are due after `at`."""
    receipt, ends = opt_in.receipt, opt_in.receipt.expires_at
    for name, due_at in reminders(receipt.given_at, ends, at):
        owed = _letter(LetterKind.RENEWAL, opt_in, language, about=receipt.id, at=ends, detail=name)
        yield _item(owed, opt_in, at, "opted in", due_at=due_at)
    ended = _letter(
        LetterKind.EXPIRED, opt_in, language, about=receipt.id, at=ends, join_until=_returns_until(opt_in, ends)
    )
    yield _item(ended, opt_in, at, "opted in", due_at=ends)


def letter_of_ending(opt_in: OptIn, language: Language, ending: Ending, at: datetime, method: str) -> Notice:
    """Return the last letter to a person who has left, or was erased. The profile is gone when it is sent."""
    is_erased = ending is Ending.ERASED
    owed = _letter(
        LetterKind.ERASED if is_erased else LetterKind.WITHDRAWN,
        opt_in,
        language,
        about=opt_in.receipt.id,
        at=at,
        # Who entered it for them is said in the talent pool alone.
        detail=method.partition(",")[0],
        join_until=_returns_until(opt_in, at),
        to=opt_in.email,
    )
    return _item(owed, opt_in, at, "erased" if is_erased else "left")


def letters_of_address(opt_in: OptIn, pending: PendingAddress, language: Language) -> list[Notice]:
    """Return the letters about a change of address that was asked for: to the new address, and to the old one."""
    confirm = _letter(
        LetterKind.CONFIRM_ADDRESS,
        opt_in,
        language,
        about=pending.id,
        at=pending.asked_at,
        join_until=pending.expires_at,
        to=pending.email,
    )
    # Its address is noted: by the time it is sent, the profile may have moved.
    changed = _letter(
        LetterKind.ADDRESS_CHANGED, opt_in, language, about=pending.id, at=pending.asked_at, to=opt_in.email
    )
    return [_item(owed, opt_in, pending.asked_at, "another address") for owed in (confirm, changed)]


def letter_of_link(opt_in: OptIn, language: Language, at: datetime, request: str) -> Notice:
    """Return the letter with the person's link. `request` tells one wish for it from the next."""
    owed = _letter(LetterKind.LINK, opt_in, language, about=request)
    return _item(owed, opt_in, at, "asked for the link")


def letter_of_agency(opt_in: OptIn, language: Language, at: datetime, agency: str) -> Notice:
    """Return the letter about an agency that has left the employer's file."""
    owed = _letter(LetterKind.AGENCY_LEFT, opt_in, language, about=opt_in.receipt.id, at=at, detail=agency)
    return _item(owed, opt_in, at, "an agency has left")


def _returns_until(opt_in: OptIn, end: datetime) -> datetime:
    """Return until when the link in the last letter can be used to join again.

    Whoever has changed their address can't: the link leads to the application, which has the address before.
    """
    return end if opt_in.former else end + _RETURN_WITHIN


def refs_of_consent(candidate: str, receipt: Receipt) -> Iterator[NoticeRef]:
    """Yield the references of all that may be owed for a consent, which is all that is left to say whose it was."""
    yield _ref(LetterKind.RECEIPT, receipt.id, candidate)
    for name, _ in reminders(receipt.given_at, receipt.expires_at, receipt.given_at):
        yield _ref(LetterKind.RENEWAL, receipt.id, candidate, name, receipt.expires_at)
    yield _ref(LetterKind.EXPIRED, receipt.id, candidate, at=receipt.expires_at)


def refs_of_address(opt_in: OptIn) -> Iterator[NoticeRef]:
    """Yield the references of the letters about a change of address that was asked for, if one was."""
    if pending := opt_in.pending_address:
        for kind in (LetterKind.CONFIRM_ADDRESS, LetterKind.ADDRESS_CHANGED):
            yield _ref(kind, pending.id, opt_in.candidate, at=pending.asked_at)


def _letter(
    kind: LetterKind,
    opt_in: OptIn,
    language: Language,
    *,
    about: str,
    at: datetime | None = None,
    detail: str | None = None,
    join_until: datetime | None = None,
    to: EmailAddress | None = None,
) -> OwedLetter:
    return OwedLetter(
        kind,
        about=about,
        candidate=opt_in.candidate,
        invitation=opt_in.notice,
        join_until=join_until or opt_in.join_until,
        language=language,
        at=at,
        detail=detail,
        time_zone=opt_in.time_zone,
        to=to,
    )


def _item(owed: OwedLetter, opt_in: OptIn, at: datetime, cause: str, due_at: datetime | None = None) -> Notice:
    return Notice.of_letter(
        _ref(owed.kind, owed.about, owed.candidate, owed.detail, owed.at),
        owed,
        source=opt_in.source,
        application_id=opt_in.application_id,
        employer=opt_in.employer,
        at=at,
        cause=cause,
        due_at=due_at,
    )


def _ref(
    kind: LetterKind, about: str, candidate: str, detail: str | None = None, at: datetime | None = None
) -> NoticeRef:
    return letter_ref(kind, about, *_told_apart_by(kind, candidate, detail or "", at))


def _told_apart_by(kind: LetterKind, candidate: str, detail: str, at: datetime | None) -> tuple[str, ...]:
    """Return what tells a letter apart from others of its kind about the same consent or request."""
    match kind:
        case LetterKind.RECEIPT:
            return ()
        case LetterKind.AGENCY_LEFT:
            # Whenever it is looked for, and wherever the profile has moved: once.
            return (detail,)
        case _:
            # A profile that has moved, or whose end has, owes what comes at the end anew.
            return candidate, detail, at.isoformat() if at else ""
