"""The answer as schema.org JSON-LD in the HTML part, for the candidate's own tools."""

import json
from collections.abc import Sequence

from functions.domain.lean_dataclass import dataclass

_CONTEXT = "https://schema.org"
# In HTML, a script ends at the first "</", and a comment begins at "<!--".
_ESCAPED = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class RejectedApplication:
    """One application that the email answers. `application_id` is the ATS's own id."""

    application_id: str
    title: str
    location: str | None = None


def status_block(identifier: str, employer: str, language: str, applications: Sequence[RejectedApplication]) -> str:
    """Return the content of the script element. `identifier` is the notice's, the same in every copy of the email."""
    message = {
        "@context": _CONTEXT,
        "@type": "EmailMessage",
        "identifier": identifier,
        "inLanguage": language,
        "about": [_reject_action(application, employer) for application in applications],
    }
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)


def _reject_action(application: RejectedApplication, employer: str) -> dict[str, object]:
    organization = {"@type": "Organization", "name": employer}
    place = {"jobLocation": {"@type": "Place", "name": application.location}} if application.location else {}
    return {
        "@type": "RejectAction",
        "actionStatus": f"{_CONTEXT}/CompletedActionStatus",
        "identifier": application.application_id,
        "agent": organization,
        "object": {"@type": "JobPosting", "title": application.title, "hiringOrganization": organization, **place},
    }
