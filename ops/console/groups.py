"""The groups of the console: one for each role, and one for each employer."""

from collections.abc import Sequence

from functions.console.access import EMPLOYER_GROUP, Role
from functions.domain.employers.employers import Employers, public_id
from ops.terminal.failure import Failure

ROLES = tuple(role.value for role in Role)


def groups_of(roles: Sequence[str], chosen: Sequence[str], employers: Employers) -> list[str]:
    """Return the groups for these roles with the chosen employers. Raise Failure where one is missing or unknown.

    With one employer, everybody is its. With several, whoever is in no employer's group sees nobody.
    """
    known = [public_id(one) for one in employers.ids]
    if not chosen and len(known) > 1:
        raise Failure("Several employers are in company.toml", f"add --employer, one of: {', '.join(known)}")
    if unknown := [employer for employer in chosen if employer not in known]:
        raise Failure(f"No employer of company.toml has the id {unknown[0]}", f"use one of: {', '.join(known)}")
    return [*roles, *(EMPLOYER_GROUP + employer for employer in chosen)]


def is_ours(group: str) -> bool:
    """Return whether the console reads this group. An identity provider may put people into others."""
    return group in ROLES or (group.startswith(EMPLOYER_GROUP) and " " not in group)


def describe(groups: Sequence[str]) -> str:
    """Return the groups in words for the operator. One that gives nothing is said to."""
    if not groups:
        return "no group, so nothing is allowed"
    unknown = [group for group in groups if not is_ours(group)]
    said = ", ".join(groups)
    return f"{said} ({', '.join(unknown)}: not a group of the console)" if unknown else said
