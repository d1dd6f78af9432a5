"""A consent as ISO/IEC TS 27560:2023 has it: who agreed, to which words, for whom, until when. This is what is signed.

The members are named as in the specification. It has no name, address or answer of the person: `pii_principal_id` is
their key in the talent pool.
"""

from typing import Any

from functions.domain.lean_dataclass import dataclass
from functions.domain.pool.consent import Receipt

MEDIA_TYPE = "consent-receipt+jws"
_SCHEMA = "ISO/IEC TS 27560:2023"
# What an opt-in holds about a person, and which of it they may leave out. See `docs/contracts/api.md`.
_HELD = {
    "email address": False,
    "name": True,
    "kinds of work": False,
    "hours and shifts": True,
    "area and distance": True,
    "earliest start": True,
    "licences": True,
    "language and way of contact": False,
}
_RIGHTS = ["access", "rectification", "erasure", "portability", "withdrawal of consent"]


@dataclass(frozen=True)
class Parties:
    """The person and the employer of a consent, and where both can read what it means.

    `candidate`: the person's key in the pool. `address`, `contact`: the employer's. `privacy_notice`: its URL.
    """

    candidate: str
    address: str
    contact: str
    privacy_notice: str


def consent_record(receipt: Receipt, parties: Parties, *, region: str) -> dict[str, Any]:
    """Return the record of a consent. `region` is where the data are kept."""
    times = receipt.record()
    return {
        "schema_version": _SCHEMA,
        "record_id": receipt.id,
        "pii_principal_id": parties.candidate,
        "pii_processing": _processing(receipt, parties.privacy_notice, region),
        "party_identification": [_controller(receipt, parties), *map(_agency, receipt.agencies)],
        "event": {
            "event_time": times["given_at"],
            "validity_duration": times["expires_at"],
            "entity_id": parties.candidate,
            "event_type": "explicit",
            "event_state": "given",
        },
    }


def _processing(receipt: Receipt, privacy_notice: str, region: str) -> dict[str, Any]:
    purposes = [_purpose(purpose, []) for purpose in receipt.purposes]
    shared = [_purpose(agency, [agency["id"]]) for agency in receipt.agencies]
    return {
        "privacy_notice": privacy_notice,
        "language": receipt.consent["language"],
        # Beside the specification: exactly what was shown, and its fingerprint.
        "consent_text": {**receipt.consent, "intro": receipt.intro},
        "purposes": purposes + shared,
        "pii_information": [{"pii_type": name, "pii_optional": optional} for name, optional in _HELD.items()],
        "pii_controllers": ["employer"],
        "collection_method": receipt.method,
        "collection_reference": receipt.notice,
        "processing_method": "search by exact filters; no ranking, no score",
        "storage_locations": [region],
        "processing_locations": [region],
        "retention_period": receipt.record()["expires_at"],
        "withdrawal_method": "the link in our emails, in one step",
        "privacy_rights": _RIGHTS,
    }


def _purpose(agreed: dict[str, str], recipients: list[str]) -> dict[str, Any]:
    return {
        "purpose": agreed["text"],
        "purpose_type": agreed["id"],
        "lawful_basis": "consent",
        "recipient_third_parties": recipients,
    }


def _controller(receipt: Receipt, parties: Parties) -> dict[str, str]:
    return {
        "party_id": "employer",
        "party_role": "controller",
        "party_name": receipt.employer,
        "party_address": parties.address,
        "party_email": parties.contact,
    }


def _agency(agency: dict[str, str]) -> dict[str, str]:
    # With the number of its licence, where it has one.
    licence = {name: agency[name] for name in ("licence", "licence_checked_on") if agency.get(name)}
    return {"party_id": agency["id"], "party_role": "recipient third party", "party_name": agency["name"], **licence}
