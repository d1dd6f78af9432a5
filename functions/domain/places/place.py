"""A place that a person can name as their area: a town, or the centre of a postal code's district."""

from typing import Any, Self

from functions.domain.lean_dataclass import dataclass
from functions.domain.places.distance import distance_m

# What a person answers who lives in none of the places that they were offered.
NONE_OF_THESE = "none"
_MILES = frozenset({"GB", "US"})


@dataclass(frozen=True)
class Place:
    """A place of the table. Its point is rounded to 0.01°, about a kilometre: never somebody's street.

    `region` is the name of a province or state where the table has one, `country` an ISO 3166-1 code.
    """

    id: str
    name: str
    region: str | None
    country: str
    lat: float
    lon: float

    @property
    def unit(self) -> str:
        """The unit in which people of this country say a distance."""
        return unit_of(self.country)

    def distance_m(self, other: "Place") -> float:
        return distance_m((self.lat, self.lon), (other.lat, other.lon))

    def record(self) -> dict[str, Any]:
        """Return the place as it is kept and shown."""
        return {
            "id": self.id,
            "name": self.name,
            "region": self.region,
            "country": self.country,
            "lat": self.lat,
            "lon": self.lon,
        }

    @classmethod
    def of(cls, record: dict[str, Any]) -> Self:
        """Return the place of a record. DynamoDB gives its numbers back as decimals."""
        lat, lon = float(record["lat"]), float(record["lon"])
        return cls(record["id"], record["name"], record["region"], record["country"], lat, lon)


def unit_of(country: str | None) -> str:
    """Return `mi` where roads are signed in miles, else `km`."""
    return "mi" if country in _MILES else "km"
