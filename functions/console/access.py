"""The rules of the console: each route with the scopes of a token and the roles that open it. All else is denied."""

from collections.abc import Collection
from enum import StrEnum

from functions.domain.lean_dataclass import dataclass


class Role(StrEnum):
    """The groups of the employer's directory that are roles here."""

    RECRUITER = "recruiter"
    AUDITOR = "auditor"
    ADMIN = "admin"


# The group of an employer's people has the employer's id behind this.
EMPLOYER_GROUP = "employer-"


class Scope(StrEnum):
    """The scopes of an access token, each on the routes that it opens."""

    SEARCH = "pool/search"
    EXPORT = "pool/export"
    AUDIT = "pool/audit"
    READ_NOTICES = "notices/read"
    DECIDE_NOTICES = "notices/decide"


@dataclass(frozen=True)
class Rule:
    """One route's rule: the token has any of the scopes, and the person any of the roles."""

    scopes: frozenset[Scope]
    roles: frozenset[Role]

    def admits_scope(self, scopes: Collection[str]) -> bool:
        return not self.scopes.isdisjoint(scopes)

    def admits_role(self, roles: Collection[str]) -> bool:
        return not self.roles.isdisjoint(roles)


def _rule(scope: Scope, *roles: Role) -> Rule:
    return Rule(frozenset({scope}), frozenset({*roles, Role.ADMIN}))


_SEARCH = _rule(Scope.SEARCH, Role.RECRUITER)
_EXPORT = _rule(Scope.EXPORT, Role.RECRUITER)
_AUDIT = _rule(Scope.AUDIT, Role.AUDITOR)
_READ_NOTICES = _rule(Scope.READ_NOTICES)
_DECIDE_NOTICES = _rule(Scope.DECIDE_NOTICES)

RULES = {
    "GET /api/console/me": Rule(frozenset({Scope.SEARCH, Scope.AUDIT, Scope.READ_NOTICES}), frozenset(Role)),
    "GET /api/console/places": _SEARCH,
    "POST /api/console/searches": _SEARCH,
    "GET /api/console/searches/{id}/people": _SEARCH,
    "GET /api/console/searches/{id}/people/{candidate}": _SEARCH,
    "GET /api/console/searches/{id}/export": _EXPORT,
    "GET /api/console/log": _AUDIT,
    "GET /api/console/notices": _READ_NOTICES,
    "GET /api/console/notices/{reference}": _READ_NOTICES,
    "POST /api/console/notices/{reference}/{verb}": _DECIDE_NOTICES,
    "POST /api/console/notices/held/{verb}": _DECIDE_NOTICES,
}
# What the page offers somebody, by the rule that it goes by.
ABILITIES = {
    "search": _SEARCH,
    "export": _EXPORT,
    "audit": _AUDIT,
    "read_notices": _READ_NOTICES,
    "decide_notices": _DECIDE_NOTICES,
}
