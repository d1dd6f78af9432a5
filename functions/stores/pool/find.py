"""The people whom a search finds: the count, each page and the export read them here."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import batched
from typing import Protocol

from functions.domain.pool.membership import Member, OptIn
from functions.domain.pool.search.criteria import Criteria
from functions.domain.pool.search.entry import SearchEntry, entry_of
from functions.domain.pool.search.partitions import partitions_for
from functions.domain.pool.search.position import Position
from functions.domain.pool.search.visible import Use, found

# A page of 25, and one more, by which it knows whether another follows.
_AT_ONCE = 26


class SearchIndex(Protocol):
    """The index of the pool. See `PoolSearch`."""

    def entries(self, partitions: Iterable[str], after: Position | None = None) -> Iterator[SearchEntry]: ...


class Profiles(Protocol):
    """The current records of the pool. See `TalentPool`."""

    def get_each(self, candidates: Collection[str]) -> dict[str, Member]: ...


def people(
    index: SearchIndex,
    pool: Profiles,
    criteria: Criteria,
    use: Use,
    now: datetime,
    *,
    after: Position | None = None,
    at_once: int = _AT_ONCE,
) -> Iterator[OptIn]:
    """Yield everybody whom the search finds, newest first, from behind `after`. Each profile is read right before.

    `at_once`: how many profiles are read in one call. Nobody comes twice, whatever changes meanwhile, and whoever is
    found throughout comes, unless they move to another partition during this one read.
    """
    entries = index.entries(partitions_for(criteria, use.employer), after)
    likely = (entry for entry in entries if found(entry, criteria, use, now))
    for some in batched(likely, at_once, strict=False):
        # What the index says is as old as its read: the profile decides, whatever has ended or changed since.
        profiles = pool.get_each([entry.candidate for entry in some])
        for entry in some:
            person = profiles.get(entry.candidate)
            if isinstance(person, OptIn) and _is_still_found(person, entry, criteria, use, now):
                yield person


def _is_still_found(person: OptIn, entry: SearchEntry, criteria: Criteria, use: Use, now: datetime) -> bool:
    # Of a person who has joined again, only their place of today counts.
    return person.joined_at == entry.joined_at and found(entry_of(person), criteria, use, now)
