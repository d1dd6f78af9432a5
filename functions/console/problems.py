"""Every problem of the console with its status. `docs/contracts/console.md` explains them; `words/` says them."""

from functions.runtime.http import problem

STATUSES = {
    **problem.STATUSES,
    "token-missing": 401,
    "token-invalid": 401,
    "access-token-needed": 401,
    # Not 403: CloudFront answers one with the site's own page, because our bucket says it of a file that is not there.
    "scope-missing": 404,
    "role-missing": 404,
    "no-employer": 404,
    "not-your-employer": 404,
    "employer-needed": 400,
    "invalid-cursor": 400,
    "invalid-month": 400,
    "invalid-format": 400,
    "search-not-found": 404,
    "person-not-found": 404,
    "notice-not-found": 404,
    "opening-needed": 409,
    "notice-refused": 409,
    "invalid-search": 422,
    "invalid-decision": 422,
}
# The problems that go on record with who asked: somebody tried what is not theirs.
REFUSALS = frozenset(
    {"scope-missing", "role-missing", "no-employer", "not-your-employer", "invalid-cursor"}
    | {"search-not-found", "person-not-found", "notice-not-found", "not-found"}
)
