"""The person behind a call: who they are, the roles they have, and the employers in whose name they may act."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from functions.console.access import ABILITIES, EMPLOYER_GROUP, Role, Rule
from functions.console.token import groups_of, read_claims, scopes_of
from functions.domain.employers.employers import UNKNOWN_EMPLOYER, Employers, public_id
from functions.domain.lean_dataclass import dataclass
from functions.domain.pool.access import AccessLine, Act
from functions.runtime.http.problem import Problem
from functions.runtime.http.request import Request


@dataclass(frozen=True, kw_only=True)
class Caller:
    """One caller. `who`: the subject of a token, or the ARN of somebody with AWS credentials.

    `employers`: the ids of those in whose name the caller may act, `employer` that of this call: UNKNOWN_EMPLOYER where
    it says none, or none of theirs.
    """

    who: str
    roles: tuple[Role, ...]
    employer: str
    employers: tuple[str, ...] = ()
    scopes: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()
    request_id: str = ""

    def line(self, act: Act, at: datetime, **about: Any) -> AccessLine:
        """Return a line of the access log about what the caller does now."""
        return AccessLine(
            employer=self.employer,
            at=at,
            who=self.who,
            act=act,
            roles=tuple(role.value for role in self.roles),
            request_id=self.request_id,
            **about,
        )

    @property
    def abilities(self) -> list[str]:
        """The calls that the page may offer, by their kind."""
        return [name for name, rule in ABILITIES.items() if self._passes(rule)]

    def require(self, rule: Rule) -> None:
        """Raise Problem scope-missing or role-missing where the rule does not admit the caller."""
        if not rule.admits_scope(self.scopes):
            raise Problem("scope-missing")
        if not rule.admits_role(self.roles):
            raise Problem("role-missing")

    def require_employer(self, asked: str) -> None:
        """Raise Problem no-employer, not-your-employer or employer-needed where the call is about none of theirs."""
        if not self.employers:
            raise Problem("no-employer")
        if self.employer == UNKNOWN_EMPLOYER:
            raise Problem("not-your-employer" if asked else "employer-needed")

    def _passes(self, rule: Rule) -> bool:
        return rule.admits_scope(self.scopes) and rule.admits_role(self.roles)


def authenticate(request: Request, *, employers: Employers, groups_claim: str) -> Caller:
    """Return the caller. Raises Problem token-missing, token-invalid or access-token-needed."""
    claims = read_claims(request.bearer_token, request.jwt_claims)
    groups = groups_of(claims, groups_claim)
    theirs = _employers_of(groups, employers)
    return Caller(
        who=str(claims["sub"]),
        roles=tuple(role for role in Role if role.value in groups),
        employer=_employer(request.query("employer"), theirs),
        employers=theirs,
        scopes=scopes_of(claims),
        languages=request.languages,
        request_id=request.request_id,
    )


def _employers_of(groups: Iterable[str], employers: Employers) -> tuple[str, ...]:
    """Return the ids of the employers whose groups these are; of one employer, everybody is who is no other's."""
    ids = tuple(employers.ids)
    named = tuple(one for one in ids if EMPLOYER_GROUP + public_id(one) in groups)
    # Whoever is in the group of an employer that has left the file never becomes the last one's.
    is_of_any = any(group.startswith(EMPLOYER_GROUP) for group in groups)
    return ids if len(ids) == 1 and not is_of_any else named


def _employer(asked: str, theirs: tuple[str, ...]) -> str:
    found = [employer for employer in theirs if not asked or public_id(employer) == asked]
    return found[0] if len(found) == 1 else UNKNOWN_EMPLOYER
