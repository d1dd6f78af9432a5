"""A person's place in the talent pool: an opt-in, until it expires, or the tombstone of one that has ended."""

from dataclasses import field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.reference import NoticeRef
from functions.domain.personal_data import EmailAddress, PersonName, greeting_name
from functions.domain.pool.changes import Changes, PendingAddress
from functions.domain.pool.consent import Receipt

# The method on record of an erasure that the employer's own system reported: it has erased the applications, too.
ERASED_BY_EMPLOYER = "erased by the employer"


class Standing(StrEnum):
    """A person's place in the pool at one moment."""

    NONE = "none"
    ACTIVE = "active"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Ending(StrEnum):
    """The cause that ended an opt-in. A profile that has moved goes on under another key, at another address."""

    WITHDRAWN = "withdrawn"
    ERASED = "erased"
    MOVED = "moved"


@dataclass(frozen=True)
class OptIn:
    """A person's answers and consent: all that the page shows and the recruiters find, without the ledger.

    `employer` is the employer's id, whose name stands in the receipt. `answers` are ids that the form offered, and an
    area in the person's words; `place` is what the area is taken for, where it is known; `labels` are what the form
    called each answer, by field and id. `notice` led here, about the application `application_id`, and `join_until` is
    its code's end. `language` is the page's, `locale` the candidate's own, as the ATS reports it. `paused_until`: the
    person is in no search and gets no invitation before that day. `is_emailed`: the last request is owed an email.
    `links_from`: codes that were issued before then open nothing. `former` are the keys under which the profile stood
    before its address changed. `indexed`: the keys under which it stands in the search index, a cell and a position.
    `withdrawn_at` is the previous withdrawal of a person who joined again. It stays on the profile: a repeat of a
    request from before that withdrawal is told by it.
    """

    candidate: str
    revision: int
    employer: str
    source: str
    candidate_id: str = field(repr=False)
    application_id: str = field(repr=False)
    notice: NoticeRef
    join_until: datetime
    email: EmailAddress
    given_name: PersonName | None
    family_name: PersonName | None
    answers: dict[str, Any] = field(repr=False)
    months: int
    receipt: Receipt
    joined_at: datetime
    request_sha256: str
    language: str = "en"
    locale: str | None = None
    time_zone: str | None = None
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    place: dict[str, Any] | None = field(default=None, repr=False)
    paused_until: date | None = None
    links_from: datetime | None = None
    changes: Changes = Changes()
    is_emailed: bool = False
    pending_address: PendingAddress | None = None
    former: tuple[str, ...] = ()
    withdrawn_at: datetime | None = None
    # The store's own bookkeeping: two opt-ins that differ in nothing else are the same.
    indexed: tuple[tuple[str, str], ...] = field(default=(), repr=False, compare=False)

    @property
    def employer_name(self) -> str:
        """The employer's name as it is recorded: the file may have another one by now, or none."""
        return self.receipt.employer

    @property
    def expires_at(self) -> datetime:
        return self.receipt.expires_at

    def greeting_name(self) -> str | None:
        """Return the given name as a greeting may show it."""
        return greeting_name(self.given_name, self.email)

    def ended(self, at: datetime, mailbox: str, ending: Ending = Ending.WITHDRAWN) -> "Withdrawal":
        """Return the tombstone of this opt-in. `mailbox` is the key of the profiles at its address."""
        return Withdrawal(
            candidate=self.candidate,
            revision=self.revision + 1,
            withdrawn_at=at,
            employer=self.employer,
            employer_name=self.employer_name,
            mailbox=mailbox,
            ending=ending,
            changes=self.changes,
            links_from=self.links_from,
        )


@dataclass(frozen=True)
class Withdrawal:
    """The tombstone of an opt-in: when and why it ended, at which employer, and nothing about the person.

    No late request brings the profile back past it. `mailbox` is the key under which the person's other profiles are
    found, `moved_to` that of a profile that goes on at another address. `links_from` is the
    opt-in's: a link that was replaced opens no later one either.
    """

    candidate: str
    revision: int
    withdrawn_at: datetime
    employer: str = ""
    employer_name: str = ""
    mailbox: str = ""
    ending: Ending = Ending.WITHDRAWN
    changes: Changes = Changes()
    moved_to: str | None = None
    links_from: datetime | None = None


type Member = OptIn | Withdrawal


def links_from(*members: Member | None) -> datetime | None:
    """Return the moment before which codes open nothing: links were replaced, or a profile has moved away since."""
    moments = (
        member.withdrawn_at if isinstance(member, Withdrawal) and member.ending is Ending.MOVED else member.links_from
        for member in members
        if member
    )
    return max(filter(None, moments), default=None)


def standing(member: Member | None, now: datetime) -> Standing:
    """Return where the person stands now."""
    match member:
        case None:
            return Standing.NONE
        case Withdrawal():
            return Standing.NONE if member.ending is Ending.MOVED else Standing.WITHDRAWN
        case OptIn():
            # DynamoDB deletes an item up to days after its end. The profile is still there then, and counts no more.
            return Standing.ACTIVE if now < member.expires_at else Standing.EXPIRED
