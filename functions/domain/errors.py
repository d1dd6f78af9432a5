"""Errors, by what the caller must do.

KindRegardsError
  Permanent   end the message: dead-letter it with its reason
  Transient   return the message to the queue, it may work later
    Conflict    another worker changed the notice: read it again
    NoSendSlot  others send until the time is over: try again in minutes
    Throttled   we were too fast: slow down for some seconds
    Stopped     the provider accepts no email of ours: stop, and try again in hours
      CircuitOpen  it has accepted none of the last attempts: stop, and try again in minutes
  Refused     the email was not accepted, and never will be
  Unsure      the email may have been accepted: never send it again
  Unfinished  some of many writes were made: go on with those, and fail the rest with its own error
"""

from datetime import timedelta


class KindRegardsError(Exception):
    """The base of every error that this project raises on purpose."""


class Permanent(KindRegardsError):
    """An input that can never be processed. `code` and `detail` say why, without personal data."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


class Transient(KindRegardsError):
    """Work that cannot be finished now. Trying again is safe, at the earliest after `after`."""

    def __init__(self, reason: str, after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Conflict(Transient):
    """A change by another worker since the notice was read; the message comes back and reads it again."""

    def __init__(self) -> None:
        super().__init__("the notice has changed meanwhile; look again")


class NoSendSlot(Transient):
    """A rate limit of our own that leaves no moment to send before the worker must end."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, after=timedelta(minutes=1))


class Throttled(Transient):
    """A rate limit of the provider, over within seconds."""


class Stopped(Transient):
    """An account that cannot send: paused, suspended, not set up, or its daily quota is spent."""


class CircuitOpen(Stopped):
    """A provider that refused the last attempts, or did not answer them. Only one probe at a time goes out."""

    def __init__(self) -> None:
        super().__init__("none of the last attempts was accepted")


class Refused(KindRegardsError):
    """A definite refusal of this email; a retry would be refused, too."""


class Unsure(KindRegardsError):
    """An attempt without an answer: the provider may have accepted the email, so it must not be sent again."""


class Unfinished(KindRegardsError):
    """Many writes of which some were made before an error.

    `made`: for each whether it was written; None where it was not, as far as we know. `error`: what stopped the rest.
    """

    def __init__(self, made: list[bool | None], error: Exception) -> None:
        super().__init__(f"some writes were made, then {type(error).__name__}")
        self.made = made
        self.error = error
