"""The consent as it is recorded: word for word, append-only, with its end."""

from calendar import monthrange
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

from functions.domain.employers.consent_text import Agency, ConsentText


class Receipt(BaseModel):
    """The person's proof of their consent, in the words that they agreed to."""

    # `extra`: a field that an older version does not know must not vanish from a proof.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

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

    def record(self) -> dict[str, Any]:
        """Return the receipt as plain JSON values."""
        return self.model_dump(mode="json")


def expiry(given_at: datetime, months: int) -> datetime:
    """Return the same day `months` later, or that month's last day."""
    years, month = divmod(given_at.month - 1 + months, 12)
    year, month = given_at.year + years, month + 1
    return given_at.replace(year=year, month=month, day=min(given_at.day, monthrange(year, month)[1]))


def consent_reference(text: ConsentText, agencies: list[Agency]) -> dict[str, str]:
    """Return what identifies the words that are shown now: a consent counts only for exactly these."""
    return {"id": text.id, "version": text.version, "language": text.language, "sha256": text.sha256(agencies)}
