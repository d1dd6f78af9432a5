"""An employer's texts in the other languages, each read when it is asked for."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from functions.domain.employers.texts import Texts


class LazyTexts(Mapping[str, Texts]):
    """Texts by language. `read` returns those of one; it is called once for each."""

    def __init__(self, languages: Sequence[str], read: Callable[[str], Texts]) -> None:
        self._languages, self._read, self._known = languages, read, dict[str, Texts]()

    def __getitem__(self, language: str) -> Texts:
        if language not in self._known:
            if language not in self._languages:
                raise KeyError(language)
            self._known[language] = self._read(language)
        return self._known[language]

    def __contains__(self, language: object) -> bool:
        return language in self._languages

    def __iter__(self) -> Iterator[str]:
        return iter(self._languages)

    def __len__(self) -> int:
        return len(self._languages)
