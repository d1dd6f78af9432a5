"""Errors say what the caller must do.

KindRegardsError
  Permanent   end the message, keep it with its reason
  Transient   give the message back, it may work later
    Conflict    read the notice again
    Throttled   we were too fast; work less for some seconds
    Stopped     no mail of ours is taken; stop, and look again in hours
  Refused     a mail was not taken, and will not be
  Unsure      a mail may have been taken; never send it again
"""

from datetime import timedelta


class KindRegardsError(Exception):
    """Base of every error that this project raises on purpose."""


class Permanent(KindRegardsError):
    """The input can never be processed; `code` and `detail` say why, without personal data."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


class Transient(KindRegardsError):
    """The work could not be finished now; nothing is lost by trying again, at the earliest `after` some time."""

    def __init__(self, reason: str, after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Conflict(Transient):
    """Another worker changed the notice since it was read; the message comes back and reads it again."""

    def __init__(self) -> None:
        super().__init__("the notice has changed meanwhile; look again")


class Throttled(Transient):
    """We were too fast; it works again in seconds."""


class Stopped(Transient):
    """SES takes no mail of ours: paused, suspended, not set up, or the day's quota is spent."""


class Refused(KindRegardsError):
    """SES said a definite no to this mail; it would say so again."""


class Unsure(KindRegardsError):
    """Nobody can say whether SES took the mail; it must not be sent again."""
