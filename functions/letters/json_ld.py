"""What a candidate's own tools can read: the answer once more, as schema.org JSON-LD in the HTML part."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

_CONTEXT = "https://schema.org"
# In HTML, a script ends at the first "</", and a comment begins at "<!--".
_ESCAPED = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class Answered:
    """One application that was answered with no. `application` is the ATS's own id."""

    application: str
    title: str
    location: str | None = None


def status_block(identifier: str, employer: str, language: str, answered: Sequence[Answered]) -> str:
    """The block, ready to stand in a script element. `identifier`: the notice, the same in every copy of the mail."""
    message = {
        "@context": _CONTEXT,
        "@type": "EmailMessage",
        "identifier": identifier,
        "inLanguage": language,
        "about": [_rejection(one, employer) for one in answered],
    }
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)


def _rejection(one: Answered, employer: str) -> dict[str, object]:
    organization = {"@type": "Organization", "name": employer}
    place = {"jobLocation": {"@type": "Place", "name": one.location}} if one.location else {}
    return {
        "@type": "RejectAction",
        "actionStatus": f"{_CONTEXT}/CompletedActionStatus",
        "identifier": one.application,
        "agent": organization,
        "object": {"@type": "JobPosting", "title": one.title, "hiringOrganization": organization, **place},
    }
