"""The employers of one deployment, such as an agency's clients: the source of an event says whose it is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace

from functions.domain.employers.language import Language, nearest_language
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.employers.texts import Texts
from functions.domain.lean_dataclass import dataclass

# The id that a source has where no employer has it: never another client's.
UNKNOWN_EMPLOYER = "?"
# The first employer's id in a command, and in the groups and calls of the console. In `company.toml` it has none.
FIRST = "first"
# In the first employer's sources: all that no other names.
ANY_SOURCE = "*"


def public_id(employer: str) -> str:
    """Return the id of an employer as commands, groups and calls have it."""
    return employer or FIRST


@dataclass(frozen=True)
class Employer:
    """An employer whose decisions we tell; `id` is empty for the one that most of `company.toml` is about.

    `translations` are the texts in the other languages than `policy` has them in.
    """

    id: str
    policy: EmployerPolicy
    translations: Mapping[str, Texts] = field(default_factory=dict)

    def language_of(self, *wanted: str | None) -> Language:
        """Return the offered language that comes nearest to the first tag which has one, else the default."""
        languages = self.policy.languages
        found = (nearest_language(tag, languages.offered, languages.default) for tag in wanted)
        return next((language for language in found if language), languages.default)

    def policy_in(self, language: str) -> EmployerPolicy:
        """Return the policy with its texts in this language; those of a region may be its language's.

        Raises KeyError where there are none.
        """
        for tag in (language, language.partition("-")[0]):
            if tag == self.policy.consent.language:
                return self.policy
            if tag in self.translations:
                texts = self.translations[tag]
                return replace(self.policy, consent=texts.consent, agencies=texts.agencies, choices=texts.choices)
        raise KeyError(language)

    @property
    def path(self) -> str:
        """The path of the employer's own pages on the site, each with its name and no other employer's."""
        return f"/of/{self.id}/" if self.id else "/"


class Employers:
    """All employers. The default's policy is read eagerly, the others' lazily.

    `sources` are those of the other employers, by their ids. `read` returns the policy of one, `translations` its texts
    in other languages. `own`: the default's sources; where there is no other employer, it has every source.
    """

    def __init__(
        self,
        sources: Mapping[str, Iterable[str]],
        read: Callable[[str], EmployerPolicy],
        own: Iterable[str] = (ANY_SOURCE,),
        translations: Callable[[str], Mapping[str, Texts]] = lambda _: {},
    ) -> None:
        self._sources, self._read, self._own, self._translations = sources, read, tuple(own), translations
        self._ids = {source: employer for employer, names in sources.items() for source in names}
        self.default = self._employer("")
        self._known = {"": self.default}

    @property
    def others(self) -> Iterable[str]:
        """The ids of all but the first."""
        return self._sources.keys()

    @property
    def ids(self) -> Iterable[str]:
        """The ids of all, the first one first."""
        return ("", *self._sources)

    def sources_of(self, employer: str) -> list[str]:
        """Return the sources that are this employer's."""
        return list(self._sources.get(employer, ()) if employer else self._own)

    def id_of(self, source: str) -> str:
        """Return the id of the employer that owns this source; UNKNOWN_EMPLOYER where none of several names it."""
        if source in self._ids or not self._sources or source in self._own or ANY_SOURCE in self._own:
            return self._ids.get(source, "")
        return UNKNOWN_EMPLOYER

    def of(self, source: str) -> Employer:
        """Return the employer that owns this source; the default where none does: nothing is sent in its name."""
        return self.get(self._ids.get(source, ""))

    def find(self, employer: str) -> Employer | None:
        """Return the employer of that id; None where it is not in the file, or not any more."""
        return self.get(employer) if employer in self._known or employer in self._sources else None

    def every(self) -> list[Employer]:
        """Return all of them, the first one first."""
        return [self.get(name) for name in ("", *self._sources)]

    def get(self, employer: str) -> Employer:
        """Return the employer of that id. Raises KeyError."""
        if employer not in self._known:
            if employer not in self._sources:
                raise KeyError(employer)
            self._known[employer] = self._employer(employer)
        return self._known[employer]

    def _employer(self, employer: str) -> Employer:
        return Employer(employer, self._read(employer), self._translations(employer))
