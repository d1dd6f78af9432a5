"""Candidates of the demo who join the talent pool: what each answers, what they do then, and whether they are found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from ops.demo.names import given_name
from ops.demo.samples import address_of

# The search that the demo makes, as somebody with AWS credentials types it.
SEARCH = (
    *("--opening", "R-1042 Warehouse associate, day shift"),
    *("--family", "warehouse", "--shift", "day", "--area", "Guelph, Ontario", "--employer", "first"),
)
_PAUSE = timedelta(days=60)


@dataclass(frozen=True)
class Joiner:
    """One candidate. `leaves`: withdraws again; `pauses`: for two months.

    `why_not`: why the demo's search does not find them; empty where it does.
    """

    application: str
    role_families: tuple[str, ...]
    area: str | None = "Guelph, ON"
    distance_km: int | None = 25
    why_not: str = ""
    agencies: tuple[str, ...] = ()
    leaves: bool = False
    pauses: bool = False
    answers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def email(self) -> str:
        return address_of(self.application)

    @property
    def given_name(self) -> str:
        return given_name(self.application)

    def profile(self) -> dict[str, Any]:
        """Return the answers as the page sends them."""
        usual = {"shifts": ["day"], "hours": ["full_time"], "licences": [], "language": "en", "channel": "email"}
        asked = {"role_families": list(self.role_families), "area": self.area, "distance_km": self.distance_km}
        return {**usual, **asked, "place": None, "earliest_start": None, **self.answers}

    def pause(self, today: date) -> dict[str, str]:
        """Return the body of a pause that begins today."""
        return {"until": (today + _PAUSE).isoformat()}


JOINERS = (
    Joiner("A-2001", ("warehouse", "driving"), answers={"shifts": ["day", "evening"], "licences": ["forklift"]}),
    Joiner("A-2002", ("warehouse",), why_not="works nights alone", answers={"shifts": ["night"]}),
    Joiner("A-2003", ("office", "reception"), "Hamilton, ON", why_not="office work"),
    Joiner("A-2004", ("warehouse", "production"), "Cambridge, ON", 50, answers={"shifts": [], "hours": []}),
    Joiner("A-2005", ("warehouse",), "Hamilton, ON", why_not="47 km away, would travel 25"),
    Joiner("A-2006", ("driving", "warehouse"), "Kitchener, ON", answers={"licences": ["driver", "forklift"]}),
    Joiner("A-2007", ("production",), "Waterloo, ON", 50, why_not="production", answers={"shifts": ["evening"]}),
    Joiner("A-2008", ("warehouse", "cleaning"), None, None, answers={"hours": ["part_time"]}),
    Joiner("A-2009", ("customer-service",), "Burlington, ON", 50, why_not="customer service"),
    Joiner("A-2010", ("warehouse",), "Milton, ON", 50, agencies=("northstaff",)),
    Joiner("A-2011", ("warehouse",), why_not="has paused", pauses=True),
    Joiner("A-2012", ("warehouse",), why_not="has left again", leaves=True),
    Joiner("A-1017", ("warehouse",), "N1G", 10, answers={"language": "fr", "hours": ["full_time", "temporary"]}),
    Joiner("A-1019", ("warehouse",), why_not="has joined another employer's pool"),
)
