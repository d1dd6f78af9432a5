"""The letters that a person of the talent pool is owed: what each is about, and what its email needs."""

from dataclasses import field
from datetime import datetime
from enum import StrEnum

from functions.domain.digest import digest
from functions.domain.employers.language import Language
from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.reference import NoticeRef
from functions.domain.personal_data import EmailAddress


class LetterKind(StrEnum):
    """Every kind of letter that the talent pool owes."""

    # What the person agreed to, word for word.
    RECEIPT = "receipt"
    # Their consent ends soon: they can stay, change or leave, and leave by doing nothing.
    RENEWAL = "renewal"
    # They have left, or somebody with their link has.
    WITHDRAWN = "withdrawn"
    # Their consent has ended by itself.
    EXPIRED = "expired"
    # The link to their page, which somebody has asked for.
    LINK = "link"
    # To a new address, which is theirs once they confirm it.
    CONFIRM_ADDRESS = "confirm-address"
    # To the address before it, with a link to stop the change.
    ADDRESS_CHANGED = "address-changed"
    # Everything about them is erased.
    ERASED = "erased"
    # An agency that they chose works for the employer no longer.
    AGENCY_LEFT = "agency-left"


# Nobody is waiting for these at this moment, so they come at an hour when people want to read them.
UNEXPECTED = frozenset({LetterKind.RENEWAL, LetterKind.EXPIRED, LetterKind.AGENCY_LEFT})


@dataclass(frozen=True)
class OwedLetter:
    """A letter that is owed. `to` alone is personal data.

    `about`: the id of the consent, or of the request that it answers. `candidate`: the key in the talent pool.
    `invitation`: the notice that led there; `join_until`: how long the code in its link can be used to join.
    `language`: as the employer's policy chose it. `at`: the moment of which it speaks. `detail`: how the person left,
    or the agency's id. `time_zone`: the person's, where its hour matters. `to`: the address where the profile does not
    have it. The ledger keeps it until the letter is settled.
    """

    kind: LetterKind
    about: str
    candidate: str
    invitation: NoticeRef
    join_until: datetime
    language: Language
    at: datetime | None = None
    detail: str | None = None
    time_zone: str | None = None
    to: EmailAddress | None = field(default=None, repr=False)


def letter_ref(kind: LetterKind, about: str, *parts: str) -> NoticeRef:
    """Return the reference of a letter in the ledger: the same letter twice is one item."""
    return NoticeRef(digest(kind, about, *parts))
