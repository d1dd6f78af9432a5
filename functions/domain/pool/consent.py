"""The consent as it is recorded: word for word, append-only, with its end."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Any, Self

from functions.domain.employers.consent_text import Agency, ConsentText
from functions.domain.lean_dataclass import dataclass


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """The person's proof of their consent, in the words that they agreed to.

    `jws` is the consent record of ISO/IEC TS 27560, signed; empty on consents from before there were signatures.
    """

    id: str
    given_at: datetime
    expires_at: datetime
    employer: str
    consent: dict[str, str]
    intro: str
    purposes: list[dict[str, str]]
    agencies: list[dict[str, str]]
    method: str
    notice: str
    jws: str = field(default="", repr=False)

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Self:
        """Return the receipt that `record` wrote."""
        # A field that this version does not know raises: it must not vanish from a proof.
        moments = {name: datetime.fromisoformat(record[name]) for name in ("given_at", "expires_at")}
        return cls(**{**record, **moments})

    def record(self) -> dict[str, Any]:
        """Return the receipt as plain JSON values."""
        return {**vars(self), "given_at": _text(self.given_at), "expires_at": _text(self.expires_at)}


def receipt_of(consent: Mapping[str, Any]) -> Receipt | None:
    """Return the receipt that a line among the consents has; None where it says that one has ended, or is less."""
    record = {name: value for name, value in consent.items() if name != "kind"}
    return Receipt.of(record) if consent["kind"] == "given" else None


def expiry(given_at: datetime, months: int) -> datetime:
    """Return the same day `months` later, or that month's last day."""
    years, month = divmod(given_at.month - 1 + months, 12)
    year, month = given_at.year + years, month + 1
    return given_at.replace(year=year, month=month, day=min(given_at.day, monthrange(year, month)[1]))


def consent_reference(text: ConsentText, agencies: list[Agency]) -> dict[str, str]:
    """Return what identifies the words that are shown now: a consent counts only for exactly these."""
    return {"id": text.id, "version": text.version, "language": text.language, "sha256": text.sha256(agencies)}


def _text(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
