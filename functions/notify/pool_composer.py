"""Composer of the letters to people of the talent pool: for each kind what it needs, with fresh links."""

from datetime import datetime

from functions.domain.employers.employers import Employer
from functions.domain.errors import Permanent
from functions.domain.notices.notice import Notice
from functions.domain.notices.owed_letter import LetterKind, OwedLetter
from functions.domain.pool.address_token import AddressConfirmation
from functions.domain.pool.consent import Receipt
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.unsubscribe import Unsubscribe, employer_mark
from functions.domain.timing.planner import first_known_zone
from functions.letters.address_change import compose_address_changed, compose_confirm_address
from functions.letters.agency_left import compose_agency_left
from functions.letters.farewell import compose_erased, compose_expired, compose_withdrawn
from functions.letters.link import compose_link
from functions.letters.pool_letter import Frame, LetterSubject, SelfServiceLinks
from functions.letters.receipt import compose_receipt
from functions.letters.rejection_composer import Signer
from functions.letters.renewal import compose_renewal
from functions.letters.wording import Wordings
from functions.mail.message import Mail


class PoolLetterComposer:
    """Composer for all employers."""

    def __init__(self, wordings: Wordings, keys: Signer, site_url: str) -> None:
        self._wordings, self._keys, self._site_url = wordings, keys, site_url

    def compose(
        self, notice: Notice, owed: OwedLetter, subject: LetterSubject, employer: Employer, now: datetime
    ) -> Mail:
        """Compose a letter. Its links are signed anew: they last as long as the key of today."""
        links = self._links(owed, employer, now)
        policy = employer.policy
        frame = Frame(
            subject.to,
            notice.ref,
            policy,
            # The employer's choice, made when the letter was opened: from a language without a region, it would find
            # another one now.
            self._wordings.of(owed.language),
            first_known_zone(owed.time_zone, fallback=policy.brand.time_zone),
        )
        if subject.receipt:
            return _of_member(frame, owed, subject.receipt, links)
        return self._of_address(frame, owed, links)

    def _of_address(self, frame: Frame, owed: OwedLetter, links: SelfServiceLinks) -> Mail:
        at = _moment(owed)
        match owed.kind:
            case LetterKind.CONFIRM_ADDRESS:
                token = AddressConfirmation(owed.candidate, owed.about, owed.join_until)
                url = f"{self._pages(owed)}/address/#{self._keys.sign(token)}"
                return compose_confirm_address(frame, owed.join_until, url)
            case LetterKind.ADDRESS_CHANGED:
                return compose_address_changed(frame, at, f"{self._pages(owed)}/address/?stop#{links.code}")
            case LetterKind.ERASED:
                return compose_erased(frame, at, owed.detail)
            case _:
                return compose_withdrawn(frame, at, owed.detail, owed.join_until, links)

    def _links(self, owed: OwedLetter, employer: Employer, now: datetime) -> SelfServiceLinks:
        invitation = Invitation(owed.invitation, owed.candidate, owed.join_until, now)
        token = self._keys.sign(Unsubscribe(owed.candidate, employer_mark(employer.id), owed.language))
        return SelfServiceLinks(
            self._pages(owed), self._keys.sign(invitation), f"{self._site_url}/api/unsubscribe/{token}"
        )

    def _pages(self, owed: OwedLetter) -> str:
        return f"{self._site_url}/{owed.language}"


def _of_member(frame: Frame, owed: OwedLetter, receipt: Receipt, links: SelfServiceLinks) -> Mail:
    match owed.kind:
        case LetterKind.RECEIPT:
            return compose_receipt(frame, receipt, links)
        case LetterKind.RENEWAL:
            return compose_renewal(frame, receipt, links)
        case LetterKind.EXPIRED:
            return compose_expired(frame, receipt.expires_at, owed.join_until, links)
        case LetterKind.AGENCY_LEFT:
            name = next(agency["name"] for agency in receipt.agencies if agency["id"] == owed.detail)
            return compose_agency_left(frame, name, links)
        case _:
            return compose_link(frame, links)


def _moment(owed: OwedLetter) -> datetime:
    if owed.at is None:
        raise Permanent("invalid_letter", f"a letter of the kind {owed.kind} has no moment")
    return owed.at
