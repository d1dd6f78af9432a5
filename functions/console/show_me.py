"""Showing callers what they may do, and what a search can ask for."""

from typing import Any

from functions.console.caller import Caller
from functions.domain.employers.choices import LABELLED_LISTS
from functions.domain.employers.employers import UNKNOWN_EMPLOYER, Employer, Employers, public_id
from functions.domain.employers.home_country import home_country
from functions.domain.places.place import unit_of


def show_me(caller: Caller, *, employers: Employers) -> dict[str, Any]:
    """Return the caller's roles, their employers, and the choices of one: the one asked for, else their first."""
    chosen = caller.employers[0] if caller.employer == UNKNOWN_EMPLOYER else caller.employer
    employer = employers.get(chosen)
    language = employer.language_of(*caller.languages)
    policy = employer.policy_in(language)
    choices = {name: [vars(choice) for choice in getattr(policy.choices, name)] for name in LABELLED_LISTS}
    return {
        "who": caller.who,
        "roles": [role.value for role in caller.roles],
        "employer": _named(employer),
        "employers": [_named(employers.get(one)) for one in caller.employers],
        "language": language,
        "choices": choices,
        "agencies": [{"id": agency.id, "name": agency.name} for agency in policy.agencies],
        "unit": unit_of(home_country(policy)),
        "can": caller.abilities,
    }


def _named(employer: Employer) -> dict[str, str]:
    return {"id": public_id(employer.id), "name": employer.policy.brand.name}
