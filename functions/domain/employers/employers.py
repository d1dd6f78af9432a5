"""The employers of one deployment, such as an agency's clients: the source of an event says whose it is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from functions.domain.employers.policy import EmployerPolicy


@dataclass(frozen=True)
class Employer:
    """An employer whose decisions we tell; `id` is empty for the one that most of `company.toml` is about."""

    id: str
    policy: EmployerPolicy

    @property
    def path(self) -> str:
        """The path of the employer's own pages on the site, each with its name and no other employer's."""
        return f"/of/{self.id}/" if self.id else "/"


class Employers:
    """All employers. The default's policy is read eagerly, the others' lazily.

    `sources` are those of the other employers, by their ids. `read` returns the policy of one.
    """

    def __init__(self, sources: Mapping[str, Iterable[str]], read: Callable[[str], EmployerPolicy]) -> None:
        self._sources, self._read = sources, read
        self._ids = {source: employer for employer, names in sources.items() for source in names}
        self.default = Employer("", read(""))
        self._known = {"": self.default}

    @property
    def others(self) -> Iterable[str]:
        """The ids of all but the first."""
        return self._sources.keys()

    def sources_of(self, employer: str) -> list[str]:
        """Return the sources that are this employer's; the first has all that nobody names."""
        return list(self._sources.get(employer, ()))

    def id_of(self, source: str) -> str:
        """Return the id of the employer that owns this source: the default's, where no other names it."""
        return self._ids.get(source, "")

    def of(self, source: str) -> Employer:
        """Return the employer that owns this source."""
        return self.get(self.id_of(source))

    def every(self) -> list[Employer]:
        """Return all of them, the first one first."""
        return [self.get(name) for name in ("", *self._sources)]

    def get(self, employer: str) -> Employer:
        """Return the employer of that id. Raises KeyError."""
        if employer not in self._known:
            if employer not in self._sources:
                raise KeyError(employer)
            self._known[employer] = Employer(employer, self._read(employer))
        return self._known[employer]
