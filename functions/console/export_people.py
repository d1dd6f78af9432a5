"""Exporting the people of a search in parts, each on record before it leaves."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice

from functions.console.caller import Caller
from functions.console.cursor import read_cursor, write_cursor
from functions.console.export_facts import ExportFacts, ExportFormat
from functions.console.ports import LookLog, MemberReader
from functions.console.search import Search, search_for_names
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.lean_dataclass import dataclass
from functions.domain.pool.access import Act
from functions.domain.pool.membership import OptIn
from functions.domain.pool.search.position import Position
from functions.stores.pool.find import SearchIndex, people

# In one answer. Lambda's may have 6 MB, as JSON text, where each quote takes two; DynamoDB reads a hundred profiles in
# one call.
PART, _MAX_PART_BYTES, _AT_ONCE = 2_000, 3_000_000, 100


@dataclass(frozen=True)
class ExportPart:
    """A part of an export: its file, and the cursor of the next one."""

    text: str
    following: str | None


def export_part(
    search_id: str,
    after: str,
    caller: Caller,
    policy: EmployerPolicy,
    format_: ExportFormat,
    *,
    pool: MemberReader,
    index: SearchIndex,
    access_log: LookLog,
    keyed: Callable[[str], str],
    now: Callable[[], datetime],
) -> ExportPart:
    """Return a part as a file of its own. Raises Problem search-not-found, opening-needed or invalid-cursor."""
    search = search_for_names(search_id, caller, access_log=access_log)
    start, at = read_cursor(after, search, keyed), now()
    facts = ExportFacts(search, caller, policy, at)
    found = people(index, pool, search.criteria, search.use, at, after=start, at_once=_AT_ONCE)
    shown, lines, size = list[OptIn](), list[str](), 0
    for person in islice(found, PART):
        shown.append(person)
        lines.append(format_.person(person, facts))
        size += len(lines[-1].encode())
        if size > _MAX_PART_BYTES:
            break
    goes_on = next(found, None) is not None
    access_log.record(search.line(caller, Act.EXPORT, at, tuple(person.candidate for person in shown)))
    text = "".join((format_.head(facts), *lines, format_.end(len(lines), is_complete=not goes_on)))
    return ExportPart(text, write_cursor(Position.of(shown[-1]), search, keyed) if goes_on else None)


def stream_people(
    search: Search,
    caller: Caller,
    *,
    pool: MemberReader,
    index: SearchIndex,
    access_log: LookLog,
    now: Callable[[], datetime],
    part: int = 500,
) -> Iterator[OptIn]:
    """Yield everybody whom the search finds, for `write_file`. Each `part` of them is on record before it is yielded.

    It keeps no more people than one part has.
    """
    position: Position | None = None
    while True:
        at = now()
        # Asked anew for each part, so that an expiry or a pause of this minute counts.
        found = people(index, pool, search.criteria, search.use, at, after=position, at_once=_AT_ONCE)
        shown = list(islice(found, part))
        if not shown and position:
            return
        access_log.record(search.line(caller, Act.EXPORT, at, tuple(person.candidate for person in shown)))
        yield from shown
        if len(shown) < part:
            return
        position = Position.of(shown[-1])
