"""The languages of the site's pages: where each is published, and the links from one to the others."""

import html
from collections.abc import Collection, Iterable, Iterator, Mapping

from functions.domain.employers.employers import Employer, Employers
from functions.domain.employers.language import base_of
from ops.deploy.autonyms import autonym

# Where a language is offered for more than one region. `pt` is Brazil's, `en` and `fr` without a region say none.
_REGIONAL = {
    "en-CA": "English (Canada)",
    "en-US": "English (United States)",
    "fr-CA": "Français (Canada)",
    "pt": "Português (Brasil)",
    "pt-PT": "Português (Portugal)",
}


def published(employers: Employers, known: Iterable[str]) -> list[str]:
    """Return the languages that any employer offers and the site has words in, and each employer's default.

    Every employer has pages in all of them, so that no link is dead.
    """
    spoken = [employer.policy.languages for employer in employers.every()]
    offered = {language for languages in spoken for language in languages.offered}
    return sorted((offered & set(known)) | {languages.default for languages in spoken})


def folders(employer: Employer, languages: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each folder of the employer's pages with their language; its default language has no folder of its own."""
    home = employer.path.lstrip("/")
    yield home, employer.policy.languages.default
    yield from ((f"{home}{language}/", language) for language in languages)


def name_of(language: str, languages: Iterable[str]) -> str:
    """Return the language's own name, with its region where another region's is offered too."""
    alike = [other for other in languages if base_of(other) == base_of(language)]
    return _REGIONAL.get(language, autonym(language)) if len(alike) > 1 else autonym(language)


def switch(employer: Employer, page: str, language: str, languages: Collection[str]) -> str:
    """Return the links to the same page in the employer's other languages. They work without scripts."""
    offered = [spoken for spoken in employer.policy.languages.offered if spoken in languages]
    names: dict[str, str] = {other: name_of(other, offered) for other in offered}
    return "\n".join(_link(employer, page, other, language, names) for other in sorted(names, key=names.__getitem__))


def _link(employer: Employer, page: str, language: str, shown: str, names: Mapping[str, str]) -> str:
    name = html.escape(names[language])
    current = ' aria-current="true"' if language == shown else ""
    address = f"{employer.path}{language}/{page.removesuffix('index.html')}"
    return f'<a href="{address}" lang="{language}" hreflang="{language}"{current}>{name}</a>'
