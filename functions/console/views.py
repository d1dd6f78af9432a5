"""People as the console's answers have them: plain JSON values. Their shapes are in `docs/contracts/console.md`."""

from typing import Any

from functions.domain.employers.policy import EmployerPolicy
from functions.domain.personal_data import PersonName, readable
from functions.domain.places.place import Place
from functions.domain.pool.labels import labels_view
from functions.domain.pool.membership import OptIn
from functions.domain.pool.search.criteria import OPEN_FIELDS

type Json = dict[str, Any]


def row(person: OptIn, policy: EmployerPolicy, place: Place | None) -> Json:
    """Return a person as a page shows them, without their address. `place` is what was searched for.

    `policy` is the employer's, in the language of the call.
    """
    receipt = person.receipt
    return {
        "candidate": person.candidate,
        "given_name": _readable(person.given_name),
        "family_name": _readable(person.family_name),
        "joined_at": person.joined_at.isoformat(),
        "answers": person.answers,
        "labels": labels_view(person, policy),
        "place": person.place,
        "undeclared": undeclared(person),
        "distance_m": _distance_m(person, place),
        "consent": {
            "given_at": receipt.given_at.isoformat(),
            "expires_at": receipt.expires_at.isoformat(),
            "version": receipt.consent["version"],
            "language": receipt.consent["language"],
        },
        "agencies": [{"id": agency["id"], "name": agency["name"]} for agency in receipt.agencies],
        # Whoever pauses is in no search, so it is always null: the page says so by what is there.
        "paused_until": person.paused_until.isoformat() if person.paused_until else None,
    }


def card(person: OptIn, policy: EmployerPolicy, place: Place | None) -> Json:
    """Return a person with their address, and the consent in full."""
    shown, receipt = row(person, policy, place), person.receipt
    in_full = {
        "id": receipt.id,
        "employer": receipt.employer,
        "text": receipt.consent,
        "intro": receipt.intro,
        "purposes": receipt.purposes,
        "agencies": receipt.agencies,
        "method": receipt.method,
    }
    return {
        **shown,
        "email": person.email.reveal(),
        "consent": {**shown["consent"], **in_full},
        "notice": str(person.notice),
        "source": person.source,
    }


def undeclared(person: OptIn) -> list[str]:
    """Return the fields that the person has left open. None of them means no."""
    return [name for name in OPEN_FIELDS if not person.answers.get(name)]


def _readable(name: PersonName | None) -> str | None:
    # As an ATS reports it: with marks that turn the text around, line ends, or signs that steer a terminal.
    return readable(name.reveal()) if name else None


def _distance_m(person: OptIn, place: Place | None) -> int | None:
    return round(Place.of(person.place).distance_m(place)) if person.place and place else None
