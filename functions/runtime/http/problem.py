"""Problem details (RFC 9457): how a call ends that can't be answered, in words that a person can act on."""

from collections.abc import Mapping
from dataclasses import field
from typing import Self

from functions.domain.lean_dataclass import dataclass
from functions.runtime.http.words import Words

TYPE_PREFIX = "urn:kindregards:problem:"
# The problems that this package raises itself. A function's table adds its own.
STATUSES = {
    "malformed-json": 400,
    "not-found": 404,
    "method-not-allowed": 405,
    "body-too-large": 413,
    "unsupported-media-type": 415,
    "unexpected": 500,
    "busy": 503,
}
_UNAUTHORIZED = 401
# Seconds after which the same call may succeed.
_RETRY_AFTER = {"busy": "5", "too-many-requests": "3600"}


@dataclass(frozen=True)
class FieldError:
    """A mistake in one field. `pointer` is an RFC 6901 JSON pointer into the request, `code` names the sentence.

    `values` fill the sentence in; nothing that was sent may stand in them.
    """

    pointer: str
    code: str
    values: Mapping[str, str] = field(default_factory=dict)


class Problem(Exception):
    """An error response. `code` has a status in the function's table and a text in its words.

    `language` is the person's, where it is known; what the caller asks for goes before it. `members` are more of the
    body, such as what stands on record.
    """

    def __init__(
        self,
        code: str,
        *,
        errors: tuple[FieldError, ...] = (),
        members: Mapping[str, object] | None = None,
        language: str | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.errors = errors
        self.members = members or {}
        self.language = language


@dataclass(frozen=True)
class ProblemDetails:
    """A problem with its status and its text, as the caller gets it."""

    code: str
    status: int
    title: str
    detail: str
    language: str
    errors: tuple[tuple[str, str], ...] = ()
    members: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, problem: Problem, statuses: Mapping[str, int], words: Words) -> Self:
        """Return the details from the function's table of statuses, in the caller's language."""
        return cls(
            code=problem.code,
            status=statuses[problem.code],
            title=words.say("problems", problem.code, "title"),
            detail=words.say("problems", problem.code, "detail"),
            language=words.language,
            errors=tuple((error.pointer, words.say("fields", error.code, **error.values)) for error in problem.errors),
            members=problem.members,
        )

    def body(self) -> dict[str, object]:
        members = {
            "type": TYPE_PREFIX + self.code,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            **self.members,
        }
        errors = [{"pointer": pointer, "detail": detail} for pointer, detail in self.errors]
        return {**members, "errors": errors} if errors else members

    def headers(self, realm: str = "invitation") -> dict[str, str]:
        language = {"Content-Language": self.language}
        # HTTP requires it of a 401 (RFC 9110).
        if self.status == _UNAUTHORIZED:
            return {**language, "WWW-Authenticate": f'Bearer realm="{realm}"'}
        return {**language, "Retry-After": _RETRY_AFTER[self.code]} if self.code in _RETRY_AFTER else language
