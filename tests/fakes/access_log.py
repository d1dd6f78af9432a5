"""The access log in memory."""

from collections.abc import Iterator

from functions.domain.pool.access import SHOWS_PEOPLE, AccessLine, Look, SearchRecord


class FakeAccessLog:
    """Lines that are only ever added. A test breaks it by setting `failure`."""

    def __init__(self) -> None:
        self.written: list[AccessLine] = []
        self.failure: Exception | None = None
        self._searches: dict[str, SearchRecord] = {}

    def record(self, line: AccessLine) -> None:
        if self.failure:
            raise self.failure
        self.written.append(line)

    def record_search(self, search: SearchRecord, line: AccessLine) -> None:
        self.record(line)
        self._searches[search.id] = search

    def search(self, search_id: str) -> SearchRecord | None:
        return self._searches.get(search_id)

    def lines(self, employer: str, month: str, after: str, limit: int) -> tuple[list[AccessLine], str | None]:
        keyed = [(f"{line.at.isoformat(timespec='microseconds')}#{n:06}", line) for n, line in enumerate(self.written)]
        found = [one for one in keyed if one[1].employer == employer and f"{one[1].at:%Y-%m}" == month]
        page = [one for one in sorted(found, reverse=True, key=lambda one: one[0]) if not after or one[0] < after]
        following = page[limit - 1][0] if len(page) > limit else None
        return [line for _, line in page[:limit]], following

    def looks(self, candidate: str) -> Iterator[Look]:
        return (
            Look(line.at, line.act, line.opening)
            for line in self.written
            if line.act in SHOWS_PEOPLE and candidate in line.ids
        )
