"""A row of the table, before it is written."""

from typing import NamedTuple


class PlaceRow(NamedTuple):
    """A place. `area` is ISO 3166: CA-ON, or CA.

    `keys` are its names, `other_keys` those that it has in other languages or had in other times. A postal code has
    none: it is looked up by its id.
    """

    id: str
    name: str
    area: str
    lat: float
    lon: float
    population: int = 0
    keys: frozenset[str] = frozenset()
    other_keys: frozenset[str] = frozenset()

    @property
    def country(self) -> str:
        return self.area.partition("-")[0]

    def line(self) -> str:
        """Return its columns. A point is rounded to 0.01°, about a kilometre."""
        return "\t".join((self.id, self.name, self.area, f"{self.lat:.2f}", f"{self.lon:.2f}"))
