"""The talent pool in memory."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from functions.domain.notices.notice import Notice
from functions.domain.pool.membership import Member, OptIn, Withdrawal
from functions.stores.dynamodb.attributes import to_text

type Consent = dict[str, Any]


class FakePool:
    """Current records, and consents that are only ever added."""

    def __init__(self) -> None:
        self._members: dict[str, Member] = {}
        self._consents: dict[str, dict[str, Consent]] = {}
        self.owed: list[Notice] = []

    def get(self, candidate: str) -> Member | None:
        return self._members.get(candidate)

    def consents(self, candidate: str) -> list[Consent]:
        return [consent for _, consent in sorted(self._consents.get(candidate, {}).items())]

    def join(self, opt_in: OptIn, owed: Sequence[Notice] = ()) -> bool:
        receipt = opt_in.receipt
        is_made = self._replace(opt_in, {"kind": "given", **receipt.record()}, receipt.given_at, receipt.id)
        self.owed += owed if is_made else ()
        return is_made

    def withdraw(
        self, withdrawal: Withdrawal, opt_in: OptIn, method: str = "web form", owed: Sequence[Notice] = ()
    ) -> bool:
        at, receipt_id = withdrawal.withdrawn_at, opt_in.receipt.id
        consent = {"kind": "withdrawn", "at": to_text(at), "receipt": receipt_id, "method": method}
        is_made = self._replace(withdrawal, consent, at, receipt_id)
        self.owed += owed if is_made else ()
        return is_made

    def _replace(self, member: Member, consent: Consent, at: datetime, receipt_id: str) -> bool:
        before, record = self._members.get(member.candidate), f"{to_text(at)}#{receipt_id}"
        log = self._consents.setdefault(member.candidate, {})
        if (before.revision if before else 0) != member.revision - 1 or record in log:
            return False
        self._members[member.candidate], log[record] = member, consent
        return True
