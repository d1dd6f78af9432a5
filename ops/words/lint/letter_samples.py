"""Samples of every letter to people of the talent pool, to a fictitious person who ticked everything."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from functions.domain.employers.policy import EmployerPolicy
from functions.domain.notices.reference import NoticeRef
from functions.domain.personal_data import EmailAddress, PersonName
from functions.domain.pool.consent import Receipt, expiry
from functions.letters.address_change import compose_address_changed, compose_confirm_address
from functions.letters.agency_left import compose_agency_left
from functions.letters.farewell import compose_erased, compose_expired, compose_withdrawn
from functions.letters.link import compose_link
from functions.letters.pool_letter import Addressee, Frame, SelfServiceLinks
from functions.letters.receipt import compose_receipt
from functions.letters.renewal import compose_renewal
from functions.letters.wording import Wording
from functions.mail.message import Mail

_SITE, _GIVEN_AT = "https://stay.acme.example", datetime(2026, 11, 23, 15, 4, tzinfo=UTC)
_LATER, _AGENCY = _GIVEN_AT + timedelta(days=30), "NorthStaff"
_RETURN_WITHIN = timedelta(days=30)
_LINKS = SelfServiceLinks(_SITE, "c" * 84, f"{_SITE}/api/unsubscribe/{'t' * 60}")
_ADDRESS_PAGE = f"{_SITE}/address/#{'a' * 80}"
_PERSON = Addressee(EmailAddress("sam@example.com"), PersonName("Sam"), PersonName("Lee"))
_STRANGER = Addressee(EmailAddress("sam@example.com"))

type Compose = Callable[[Frame, Receipt], Mail]


def _withdrawn(method: str) -> Compose:
    return lambda frame, _receipt: compose_withdrawn(frame, _LATER, method, _LATER + _RETURN_WITHIN, _LINKS)


# By the name that lint and preview show, with the person it goes to. To an address alone, nobody is greeted by name.
_SAMPLES: Mapping[str, tuple[Addressee, Compose]] = {
    "receipt": (_PERSON, lambda frame, receipt: compose_receipt(frame, receipt, _LINKS)),
    "renewal": (_PERSON, lambda frame, receipt: compose_renewal(frame, receipt, _LINKS)),
    "withdrawn on the page": (_STRANGER, _withdrawn("web form")),
    "withdrawn by unsubscribing": (_STRANGER, _withdrawn("one-click unsubscribe")),
    "withdrawn by request": (_STRANGER, _withdrawn("by email")),
    "expired": (
        _PERSON,
        lambda frame, receipt: compose_expired(frame, receipt.expires_at, receipt.expires_at + _RETURN_WITHIN, _LINKS),
    ),
    "link": (_PERSON, lambda frame, _receipt: compose_link(frame, _LINKS)),
    "confirm-address": (_STRANGER, lambda frame, _receipt: compose_confirm_address(frame, _LATER, _ADDRESS_PAGE)),
    "address-changed": (_STRANGER, lambda frame, _receipt: compose_address_changed(frame, _LATER, _ADDRESS_PAGE)),
    "erased": (_STRANGER, lambda frame, _receipt: compose_erased(frame, _LATER, "web form")),
    "agency-left": (_PERSON, lambda frame, _receipt: compose_agency_left(frame, _AGENCY, _LINKS)),
}
NAMES = tuple(_SAMPLES)


def letter_of(name: str, policy: EmployerPolicy, wording: Wording) -> Mail:
    """Compose the sample of that name as notify would."""
    to, compose = _SAMPLES[name]
    frame = Frame(to, NoticeRef("0" * 32), policy, wording, policy.brand.time_zone)
    return compose(frame, _receipt(policy))


def _receipt(policy: EmployerPolicy) -> Receipt:
    text = policy.consent
    return Receipt(
        id="0" * 32,
        given_at=_GIVEN_AT,
        expires_at=expiry(_GIVEN_AT, 12),
        employer=policy.brand.name,
        consent={"id": text.id, "version": text.version, "language": text.language},
        intro=text.intro,
        purposes=[{"id": purpose.id, "text": purpose.text} for purpose in text.purposes],
        agencies=[{"id": agency.id, "name": agency.name, "text": agency.text} for agency in policy.agencies],
        method="web form",
        notice="0" * 32,
    )
