"""Every way a call can fail, as RFC 9457 problem details that a person can act on."""

from dataclasses import dataclass

TYPE_PREFIX = "urn:kindregards:problem:"


@dataclass(frozen=True)
class FieldError:
    """A mistake in one field; `pointer` is an RFC 6901 JSON pointer into the request."""

    pointer: str
    detail: str


class Problem(Exception):
    """Ends a call with problem details."""

    def __init__(self, code: str, *, errors: tuple[FieldError, ...] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.status, self.title, self.detail = PROBLEMS[code]
        self.errors = errors

    def body(self) -> dict[str, object]:
        members = {"type": TYPE_PREFIX + self.code, "title": self.title, "status": self.status, "detail": self.detail}
        errors = [{"pointer": error.pointer, "detail": error.detail} for error in self.errors]
        return {**members, "errors": errors} if errors else members

    def headers(self) -> dict[str, str]:
        if self.status == 401:  # noqa: PLR2004
            return {"WWW-Authenticate": 'Bearer realm="invitation"'}
        return {"Retry-After": "5"} if self.code == "busy" else {}


PROBLEMS: dict[str, tuple[int, str, str]] = {
    "invitation-missing": (
        401,
        "No code",
        "Open the link in your e-mail, or enter the code that is printed below it.",
    ),
    "invitation-invalid": (
        401,
        "This code is not valid",
        "Part of it may be missing. Open the link in your e-mail again, or copy the whole code.",
    ),
    "invitation-expired": (
        401,
        "This invitation has ended",
        "You can still join: reply to the e-mail and say so, a person will answer.",
    ),
    "link-invalid": (
        404,
        "This link is not valid",
        "Part of it may be missing. Copy the whole link from your e-mail, or reply to it: a person will answer.",
    ),
    "malformed-json": (400, "Not JSON", "The request body is not JSON."),
    "unsupported-media-type": (415, "Not JSON", "Send the request body as application/json."),
    "body-too-large": (413, "Too large", "The request body is larger than 16 KiB."),
    "invalid-opt-in": (
        422,
        "Something needs a change",
        "Look at the fields that are named, change them and send again.",
    ),
    "consent-changed": (
        409,
        "The text has changed",
        "The words that you agreed to have changed since you opened the page. Load them again and read them.",
    ),
    "withdrawn": (
        409,
        "You have withdrawn",
        "You withdrew after this was filled in, so it was not recorded. Open the page again if you want to join.",
    ),
    "no-opt-in": (404, "Nothing here", "There is no opt-in for this invitation: nothing of yours is in the pool."),
    "not-found": (404, "Not found", "There is nothing at this address."),
    "method-not-allowed": (405, "Not allowed", "This address does not take that method."),
    "busy": (503, "Busy", "Please try again in a moment. Nothing was lost."),
    "unexpected": (
        500,
        "Our mistake",
        "Something went wrong on our side. Nothing was recorded. Please try again later.",
    ),
}
