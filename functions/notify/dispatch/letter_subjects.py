"""The subject of each kind of letter to people of the talent pool, as it stands now; None where it has ended."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from functions.domain.notices.notice import Notice
from functions.domain.notices.owed_letter import LetterKind, OwedLetter
from functions.domain.pool.consent import Receipt, receipt_of
from functions.domain.pool.membership import Ending, Member, OptIn, Standing, Withdrawal, standing
from functions.domain.pool.renewal import is_overtaken
from functions.letters.pool_letter import Addressee, LetterSubject
from functions.notify.ports import DispatchPorts

type Find = Callable[[OwedLetter, Member | None, DispatchPorts], LetterSubject | None]


def find_subject(owed: OwedLetter, notice: Notice, *, ports: DispatchPorts) -> LetterSubject | None:
    """Return whom the letter goes to, and the consent that it is about."""
    agencies = ports.agencies(ports.employer(notice.source) if notice.employer is None else notice.employer)
    # An employer that has left the file sends nothing: another one would speak in its name.
    if agencies is None or (owed.kind is LetterKind.AGENCY_LEFT and owed.detail in agencies):
        return None
    return _FINDERS[owed.kind](owed, ports.pool.get(owed.candidate), ports)


def _of_receipt(owed: OwedLetter, member: Member | None, ports: DispatchPorts) -> LetterSubject | None:
    opt_in = _active(member, ports)
    if opt_in is None:
        return None
    if opt_in.receipt.id == owed.about:
        return _subject(opt_in)
    # The person has changed an answer since. What they agreed to then is in the append-only record. A consent from
    # before they joined was withdrawn or has run out, and the one of today does not bring it back.
    receipts = filter(None, map(receipt_of, ports.pool.consents(owed.candidate)))
    given = (receipt for receipt in receipts if receipt.id == owed.about and receipt.given_at >= opt_in.joined_at)
    return next((_subject(opt_in, receipt) for receipt in given), None)


def _of_renewal(owed: OwedLetter, member: Member | None, ports: DispatchPorts) -> LetterSubject | None:
    opt_in = _active(member, ports)
    if opt_in is None or (opt_in.receipt.id, opt_in.receipt.expires_at) != (owed.about, owed.at):
        return None
    return None if is_overtaken(owed.detail, opt_in.receipt.expires_at - ports.now()) else _subject(opt_in)


def _of_withdrawal(owed: OwedLetter, member: Member | None, _ports: DispatchPorts) -> LetterSubject | None:
    # Whoever has joined again since has a receipt that says so.
    is_gone = isinstance(member, Withdrawal) and member.withdrawn_at == owed.at
    return _by_address(owed) if is_gone else None


def _of_expiry(owed: OwedLetter, member: Member | None, ports: DispatchPorts) -> LetterSubject | None:
    if not isinstance(member, OptIn) or standing(member, ports.now()) is not Standing.EXPIRED:
        return None
    # After some days nobody expects it, and the profile is only there because DynamoDB has not deleted it yet.
    is_recent = ports.now() < member.receipt.expires_at + _EXPIRY_TOLD_WITHIN
    return _subject(member) if is_recent and member.receipt.id == owed.about else None


def _of_profile(_owed: OwedLetter, member: Member | None, ports: DispatchPorts) -> LetterSubject | None:
    opt_in = _active(member, ports)
    return _subject(opt_in) if opt_in else None


def _of_agency(owed: OwedLetter, member: Member | None, ports: DispatchPorts) -> LetterSubject | None:
    opt_in = _active(member, ports)
    if opt_in is None or owed.detail not in {agency["id"] for agency in opt_in.receipt.agencies}:
        return None
    return _subject(opt_in)


def _of_erasure(owed: OwedLetter, member: Member | None, _ports: DispatchPorts) -> LetterSubject | None:
    return None if isinstance(member, OptIn) else _by_address(owed)


def _of_new_address(owed: OwedLetter, member: Member | None, ports: DispatchPorts) -> LetterSubject | None:
    opt_in = _active(member, ports)
    pending = opt_in.pending_address if opt_in else None
    is_asked = pending is not None and pending.id == owed.about and ports.now() < pending.expires_at
    return _by_address(owed) if is_asked else None


def _of_old_address(owed: OwedLetter, member: Member | None, ports: DispatchPorts) -> LetterSubject | None:
    # It hears of a change that is asked for, and of one that was confirmed meanwhile; not of one that was stopped.
    if isinstance(member, Withdrawal) and member.ending is Ending.MOVED:
        return _by_address(owed)
    opt_in = _active(member, ports)
    pending = opt_in.pending_address if opt_in else None
    return _by_address(owed) if pending and pending.id == owed.about else None


_EXPIRY_TOLD_WITHIN = timedelta(days=7)
_FINDERS: Mapping[LetterKind, Find] = {
    LetterKind.RECEIPT: _of_receipt,
    LetterKind.RENEWAL: _of_renewal,
    LetterKind.WITHDRAWN: _of_withdrawal,
    LetterKind.EXPIRED: _of_expiry,
    LetterKind.LINK: _of_profile,
    LetterKind.CONFIRM_ADDRESS: _of_new_address,
    LetterKind.ADDRESS_CHANGED: _of_old_address,
    LetterKind.ERASED: _of_erasure,
    LetterKind.AGENCY_LEFT: _of_agency,
}


def _active(member: Member | None, ports: DispatchPorts) -> OptIn | None:
    is_active = isinstance(member, OptIn) and standing(member, ports.now()) is Standing.ACTIVE
    return member if is_active and isinstance(member, OptIn) else None


def _subject(opt_in: OptIn, receipt: Receipt | None = None) -> LetterSubject:
    return LetterSubject(Addressee(opt_in.email, opt_in.given_name, opt_in.family_name), receipt or opt_in.receipt)


def _by_address(owed: OwedLetter) -> LetterSubject | None:
    # The profile is gone, or the address is not proven to be this person's: no name is known, or may be said.
    return LetterSubject(Addressee(owed.to)) if owed.to else None
