"""The access log's lines: who looked at whom in the talent pool, or decided about a notice, when, and what for.

A line is written before the names leave: without it, nobody gets an answer.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import Any

from functions.domain.lean_dataclass import dataclass

type CriteriaRecord = Mapping[str, Any]


class Act(StrEnum):
    """The kinds of line: a look into the pool, or at a notice, a decision about one, or a call that was refused."""

    COUNT = "count"
    PAGE = "page"
    CARD = "card"
    EXPORT = "export"
    HISTORY = "history"
    RELEASE = "release"
    DISCARD = "discard"
    SEND = "send"
    RESOLVE = "resolve"
    CONFIRM_SENT = "confirm_sent"
    REFUSED = "refused"


# The acts that show a person: each is a line of that person's own, too.
SHOWS_PEOPLE = (Act.PAGE, Act.CARD, Act.EXPORT)


@dataclass(frozen=True, kw_only=True)
class AccessLine:
    """One line. `who`: the subject of the token, or the ARN of somebody with AWS credentials.

    `ids` are the keys of the people who were shown. `opening` and `reason` are what somebody typed; of a call that was
    refused, `reason` is the problem and the route. `employer` is the one in whose name it was.
    """

    employer: str
    at: datetime
    who: str
    act: Act
    roles: tuple[str, ...] = ()
    search: str | None = None
    opening: str | None = field(default=None, repr=False)
    criteria: CriteriaRecord | None = None
    count: int | None = None
    ids: tuple[str, ...] = ()
    request_id: str = ""
    reason: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Look:
    """One time that a person was shown or exported, as they read of it themselves."""

    at: datetime
    act: Act
    opening: str | None = field(default=None, repr=False)

    def record(self) -> dict[str, str | None]:
        """Return the look as plain JSON values."""
        return {"at": self.at.isoformat(), "act": self.act.value, "opening": self.opening}


@dataclass(frozen=True, kw_only=True)
class SearchRecord:
    """A search as it was recorded: names are shown for it, and for nothing else.

    `count` is what it found at that moment, at most as many as are counted; `is_more` says that there were more.
    """

    id: str
    employer: str
    who: str
    at: datetime
    opening: str | None = field(repr=False)
    criteria: CriteriaRecord
    count: int
    is_more: bool
