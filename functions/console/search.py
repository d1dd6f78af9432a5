"""A recorded search, as the calls that show people need it: it is the caller's employer's, and says its opening."""

import re
from datetime import datetime

from functions.console.caller import Caller
from functions.console.ports import LookLog
from functions.domain.lean_dataclass import dataclass
from functions.domain.places.place import Place
from functions.domain.pool.access import AccessLine, Act, SearchRecord
from functions.domain.pool.membership import OptIn
from functions.domain.pool.search.criteria import Criteria
from functions.domain.pool.search.criteria_record import criteria_of
from functions.domain.pool.search.entry import entry_of
from functions.domain.pool.search.visible import Use, found
from functions.runtime.http.problem import Problem

# The id of a search, and the key of a person.
KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Search:
    """A search on record with its criteria."""

    record: SearchRecord
    criteria: Criteria

    @property
    def use(self) -> Use:
        return Use(self.record.employer)

    @property
    def place(self) -> Place | None:
        return Place.of(self.criteria.place) if self.criteria.place else None

    def finds(self, person: OptIn, now: datetime) -> bool:
        """Tell whether this person is found now."""
        return found(entry_of(person), self.criteria, self.use, now)

    def line(self, caller: Caller, act: Act, at: datetime, ids: tuple[str, ...]) -> AccessLine:
        """Return the line about people whom the caller is shown."""
        record = self.record
        return caller.line(
            act,
            at,
            search=record.id,
            opening=record.opening,
            criteria=record.criteria,
            count=len(ids),
            ids=ids,
        )


def search_for_names(search_id: str, caller: Caller, *, access_log: LookLog) -> Search:
    """Return the search for which people are shown. Raises Problem search-not-found or opening-needed."""
    record = access_log.search(search_id) if KEY.fullmatch(search_id) else None
    # Another employer's is answered as one that was never made.
    if record is None or record.employer != caller.employer:
        raise Problem("search-not-found")
    if not record.opening:
        raise Problem("opening-needed")
    return Search(record, criteria_of(record.criteria))
