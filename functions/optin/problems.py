"""Every problem of optin's calls, with its status. `docs/contracts/api.md` explains them; `words/` says them."""

from functions.runtime.http import problem

STATUSES = {
    **problem.STATUSES,
    "invitation-missing": 401,
    "invitation-invalid": 401,
    "invitation-expired": 401,
    "too-many-requests": 429,
    "address-link-invalid": 401,
    "link-replaced": 401,
    "link-invalid": 404,
    "no-opt-in": 404,
    "consent-changed": 409,
    "opt-in-changed": 409,
    "withdrawn": 409,
    "already-in-pool": 409,
    "employer-left": 410,
    "invalid-opt-in": 422,
    "too-many-changes": 429,
}
