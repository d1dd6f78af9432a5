"""The bodies that the page sends, and what is said of one that no form sends."""

import hashlib
from datetime import date

from pydantic import AwareDatetime, Field
from pydantic_core import ErrorDetails

from functions.domain.personal_data import EmailAddress
from functions.domain.pool.answers import AnswerKind, answer_fields
from functions.optin.profile import Answered
from functions.runtime.http.body import Body, Id, Ids, read_as

# Pydantic speaks to developers, in English: each violation has a sentence in `words/`, by its kind, else by its field.
SENTENCES = {
    "missing": "missing",
    "extra_forbidden": "not-asked-for",
    "too_long": "too-many",
    "email_address": "not-an-address",
}
_OF_KINDS = {
    AnswerKind.ONE: "not-offered",
    AnswerKind.MANY: "not-offered",
    AnswerKind.DISTANCE: "no-such-distance",
    AnswerKind.DATE: "not-a-date",
    AnswerKind.TEXT: "wrong-type",
}
# What is no answer to a question, or has words of its own.
_OF_FIELDS = {
    **dict.fromkeys(("purposes", "agencies", "months"), "not-offered"),
    "area": "not-text",
    "place": "no-such-place",
}


class ShownConsent(Body):
    """The consent text that the person read, by its reference."""

    id: Id
    version: Id
    language: Id
    sha256: Id


class Agreement(Body):
    """The part that a person agrees to. `revision`: of the opt-in that the page showed, null where it showed none."""

    consent: ShownConsent
    purposes: Ids
    agencies: Ids = Field(default=[])
    months: int
    revision: int | None = None

    def sha256(self) -> str:
        """Return a digest that two equal requests share, however they are spelled."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


class OptInRequest(Agreement):
    """The body of PUT /api/opt-in."""

    profile: Answered
    rejoin_after: AwareDatetime | None = None

    def answers(self, area: str | None) -> dict[str, object]:
        """Return the answers as they are recorded, with the area as it may be kept."""
        return {**self.profile.model_dump(mode="json", exclude={"place"}), "area": area}


class RenewalRequest(Agreement):
    """The body of POST /api/opt-in/renewal."""


class PauseRequest(Body):
    """The body of PUT /api/opt-in/pause."""

    until: date


class AddressRequest(Body):
    """The body of POST /api/opt-in/address."""

    email: EmailAddress = Field(repr=False)


def read_body[Kind: Body](kind: type[Kind], body: bytes) -> Kind:
    """Return the request. Raises Problem malformed-json or invalid-opt-in."""
    return read_as(kind, body, "invalid-opt-in", _sentence_of)


def sentences_of_fields() -> dict[str, str]:
    """Return the sentence for what no form sends, by field."""
    return {field.name: _OF_KINDS[field.kind] for field in answer_fields()} | _OF_FIELDS


def _sentence_of(violation: ErrorDetails) -> str:
    sentences = sentences_of_fields()
    name = next((str(part) for part in violation["loc"] if part in sentences), "")
    texts = {field.name for field in answer_fields() if field.kind is AnswerKind.TEXT}
    is_long_text = name in texts and violation["type"] == "string_too_long"
    return "too-long" if is_long_text else SENTENCES.get(violation["type"]) or sentences.get(name, "wrong-type")
