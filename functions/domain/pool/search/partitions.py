"""The partitions of the index: one for each employer, family of roles and cell. `*` stands for every family."""

from functions.domain.pool.search.cells import ANYWHERE, UNKNOWN, cells_of, covering
from functions.domain.pool.search.criteria import Criteria
from functions.domain.pool.search.entry import SearchEntry

_EVERY = "*"
# Of more families, each with its own cells, it takes fewer reads to go through everybody nearby.
_MAX_FAMILIES = 3


def partitions_of(entry: SearchEntry) -> tuple[str, ...]:
    """Return the partitions in which a person stands."""
    own, everybody = cells_of(entry)
    nearby = [_name(entry.employer, family, own) for family in (_EVERY, *sorted(entry.role_families))]
    return (*nearby, _name(entry.employer, _EVERY, everybody))


def partitions_for(criteria: Criteria, employer: str) -> tuple[str, ...]:
    """Return the partitions in which everybody stands whom a search may find."""
    if criteria.place is None:
        return (_name(employer, _EVERY, ANYWHERE),)
    cells = covering((float(criteria.place["lat"]), float(criteria.place["lon"])))
    if "area" in criteria.undeclared:
        cells.append(UNKNOWN)
    families = criteria.role_families if 0 < len(criteria.role_families) <= _MAX_FAMILIES else (_EVERY,)
    return tuple(_name(employer, family, cell) for family in dict.fromkeys(families) for cell in cells)


def _name(employer: str, family: str, cell: str) -> str:
    return f"{employer}#{family}#{cell}"
