"""What feedback needs of the world."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from functions.domain.notice import Entry, Notice, NoticeRef
from functions.domain.personal import EmailAddress
from functions.domain.state import Proof


class Proofs(Protocol):
    """Both give the notice as it is now, and whether anything was written."""

    def learn(self, ref: NoticeRef, proof: Proof, entry: Entry, ses_message_id: str) -> tuple[Notice, bool]: ...
    def note(self, ref: NoticeRef, at: datetime, cause: str) -> tuple[Notice, bool]: ...


class DoNotContact(Protocol):
    def add(self, address: EmailAddress, cause: str, at: datetime) -> None: ...


@dataclass(frozen=True)
class Ports:
    proofs: Proofs
    do_not_contact: DoNotContact
