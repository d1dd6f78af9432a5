"""The site's sources: its pages, parts, assets and other files, and its words by language."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from functions.domain.employers.employers import Employers
from ops.deploy.site_assets import FOLDER
from ops.deploy.site_console import FOLDER as CONSOLE
from ops.deploy.site_console import Console, read_console
from ops.deploy.site_languages import published
from ops.deploy.site_words import Words, languages, read_words

# What only some visits load: in each language once, since nothing in them is one employer's.
PARTS = "parts/"


@dataclass(frozen=True)
class Sources:
    """The candidates' files, by their path below `site/pages/`, with their words by language; and the console."""

    folder: Path
    paths: Mapping[str, Path]
    words: Mapping[str, Words]
    console: Console

    @property
    def pages(self) -> list[str]:
        return [key for key in self.paths if key.endswith(".html") and not key.startswith(PARTS)]

    @property
    def parts(self) -> list[str]:
        return [key for key in self.paths if key.startswith(PARTS)]

    @property
    def assets(self) -> dict[str, bytes]:
        paths = {**self.shared, **self.console.assets}
        return {name: path.read_bytes() for name, path in paths.items()}

    @property
    def shared(self) -> dict[str, Path]:
        """The assets that the console may use too."""
        return {key.removeprefix(FOLDER): path for key, path in self.paths.items() if key.startswith(FOLDER)}

    @property
    def others(self) -> list[str]:
        return [key for key in self.paths if not key.endswith(".html") and not key.startswith(FOLDER)]


def read_sources(employers: Employers, site: Path) -> Sources:
    """Read the site's files, and the words of each language that is published."""
    pages, words = site / "pages", site / "words"
    found = (path for path in sorted(pages.rglob("*")) if path.is_file() and not path.name.startswith("."))
    paths = {key: path for path in found if not (key := path.relative_to(pages).as_posix()).startswith(CONSOLE)}
    spoken = published(employers, languages(words))
    return Sources(pages, paths, {language: read_words(words, language) for language in spoken}, read_console(site))
