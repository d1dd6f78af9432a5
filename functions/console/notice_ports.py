"""The interfaces that the review desk and the words of an email need from the outside."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import Notice
from functions.domain.personal_data import EmailAddress
from functions.domain.pool.membership import Member, OptIn

if TYPE_CHECKING:
    from functions.letters.rejection import InvitationLink
    from functions.letters.wording import Wording
    from functions.mail.message import Mail
    from functions.review.ports import BurstReleases, DeskLedger, DeskReviews, Enqueue


class Recomposer(Protocol):
    """The composer of a rejection's email, with the words, settings and keys of today."""

    def compose(self, notices: Sequence[Notice], link: "InvitationLink | None", *, others_open: bool) -> "Mail": ...
    def invite_with_each(
        self, notices: Sequence[Notice], at: datetime, profile: OptIn | None
    ) -> "Iterator[InvitationLink]": ...
    def wording_of(self, notices: Sequence[Notice]) -> "Wording": ...


class MailboxReader(Protocol):
    """The talent pool, as far as a rejection's invitation depends on it."""

    def mailbox(self, employer: str, email: EmailAddress) -> str: ...
    def at_mailboxes(self, mailboxes: Collection[str]) -> Mapping[str, Sequence[Member]]: ...


@dataclass(frozen=True)
class NoticePorts:
    """The ports that only the calls about notices need."""

    ledger: "DeskLedger"
    reviews: "DeskReviews"
    bursts: "BurstReleases"
    enqueue: "Enqueue"
    composer: Recomposer
    mailboxes: MailboxReader
