"""The talent pool in memory."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from functions.domain.notices.notice import Notice
from functions.domain.personal_data import EmailAddress, PersonName
from functions.domain.pool.membership import Member, OptIn, Withdrawal
from functions.domain.pool.person_key import person_digest
from functions.stores.dynamodb.attributes import to_text
from tests.optin_builders import keyed, mailbox_key

type Consent = dict[str, Any]


class FakePool:
    """Current records, and consents that are only ever added."""

    def __init__(self) -> None:
        self._members: dict[str, Member] = {}
        self._consents: dict[str, dict[str, Consent]] = {}
        self.owed: list[Notice] = []
        self.texts: dict[str, str] = {}

    def get(self, candidate: str) -> Member | None:
        return self._members.get(candidate)

    def get_each(self, candidates: Collection[str]) -> dict[str, Member]:
        return {candidate: self._members[candidate] for candidate in candidates if candidate in self._members}

    def members(self) -> list[Member]:
        return list(self._members.values())

    def put(self, member: Member) -> None:
        """Let this stand on record, however it came there."""
        self._members[member.candidate] = member

    def mailbox(self, employer: str, email: EmailAddress) -> str:
        return mailbox_key(email.reveal(), employer)

    def person(
        self, employer: str, email: EmailAddress, given_name: PersonName | None, family_name: PersonName | None
    ) -> str:
        return keyed(person_digest(employer, email, given_name, family_name))

    def at_mailbox(self, mailbox: str) -> list[Member]:
        opt_ins = (member for _, member in sorted(self._members.items()) if isinstance(member, OptIn))
        return [one for one in opt_ins if self.mailbox(one.employer, one.email) == mailbox]

    def at_mailboxes(self, mailboxes: Collection[str]) -> dict[str, list[Member]]:
        return {mailbox: self.at_mailbox(mailbox) for mailbox in mailboxes}

    def consents(self, candidate: str) -> list[Consent]:
        return [consent for _, consent in sorted(self._consents.get(candidate, {}).items())]

    def last_consents(self, candidate: str, limit: int) -> list[Consent]:
        return self.consents(candidate)[-limit:]

    def consents_after(self, candidate: str, after: str, limit: int) -> tuple[list[Consent], str | None]:
        records = [(key, one) for key, one in sorted(self._consents.get(candidate, {}).items()) if key > after]
        page = records[:limit]
        return [consent for _, consent in page], page[-1][0] if len(records) > limit else None

    def join(self, opt_in: OptIn, owed: Sequence[Notice] = ()) -> bool:
        receipt = opt_in.receipt
        return self.change(opt_in, {"kind": "given", **receipt.record()}, receipt.given_at, owed)

    def change(self, opt_in: OptIn, record: Consent | None, at: datetime, owed: Sequence[Notice] = ()) -> bool:
        return self._replace([(opt_in, record, at, opt_in.receipt.id)], owed)

    def withdraw(
        self, endings: Sequence[tuple[Withdrawal, OptIn]], method: str = "web form", owed: Sequence[Notice] = ()
    ) -> bool:
        return self._replace([_ending("withdrawn", method, *ending) for ending in endings], owed)

    def move(self, left: Withdrawal, before: OptIn, moved: OptIn, owed: Sequence[Notice] = ()) -> bool:
        given = {"kind": "given", **moved.receipt.record()}
        arriving = (moved, given, left.withdrawn_at, moved.receipt.id)
        return self._replace([_ending("moved", "address changed", left, before), arriving], owed)

    def keep_text(self, sha256: str, text: str) -> None:
        self.texts[sha256] = text

    def _replace(
        self, writes: Sequence[tuple[Member, Consent | None, datetime, str]], owed: Sequence[Notice] = ()
    ) -> bool:
        for member, consent, at, receipt_id in writes:
            before, log = self._members.get(member.candidate), self._consents.get(member.candidate, {})
            is_known = consent is not None and f"{to_text(at)}#{receipt_id}" in log
            if (before.revision if before else 0) != member.revision - 1 or is_known:
                return False
        if {one.ref for one in owed} & {one.ref for one in self.owed}:
            return False
        for member, consent, at, receipt_id in writes:
            self._members[member.candidate] = member
            if consent is not None:
                self._consents.setdefault(member.candidate, {})[f"{to_text(at)}#{receipt_id}"] = consent
        self.owed += owed
        return True


def _ending(kind: str, method: str, left: Withdrawal, opt_in: OptIn) -> tuple[Member, Consent, datetime, str]:
    at, receipt_id = left.withdrawn_at, opt_in.receipt.id
    return left, {"kind": kind, "at": to_text(at), "receipt": receipt_id, "method": method}, at, receipt_id
