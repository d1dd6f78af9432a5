"""The recruiters' console: its pages, once in each language that it has words in. All employers share them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ops.deploy.site_assets import Named, imports, lean, renamed
from ops.deploy.site_pages import Renderer
from ops.deploy.site_scripts import mistakes_in_script
from ops.deploy.site_words import Words, blemishes, languages, read_words

FOLDER = "console/"
# Read at the console's own address; every other language has a folder below it.
_HOME_LANGUAGE = "en"


@dataclass(frozen=True)
class Console:
    """The console's own files, by their name below `site/pages/console/`, and its words by language."""

    paths: Mapping[str, Path]
    words: Mapping[str, Words]

    @property
    def pages(self) -> list[str]:
        return [name for name in self.paths if name.endswith(".html")]

    @property
    def assets(self) -> dict[str, Path]:
        return {name: path for name, path in self.paths.items() if not name.endswith(".html")}


def read_console(site: Path) -> Console:
    """Read the console's files, and its words in each language that has a file."""
    words = site / "words" / "console"
    paths = {path.name: path for path in sorted((site / "pages" / "console").glob("[!.]*")) if path.is_file()}
    return Console(paths, {language: read_words(words, language) for language in languages(words)})


def console_pages(console: Console, assets: Named) -> dict[str, bytes]:
    """Return the console's pages by key."""
    return {
        _folder(words.language) + name: lean(name, renamed(_renderer(words).page(console.paths[name]), assets).encode())
        for words in console.words.values()
        for name in console.pages
    }


def mistakes_in_console(console: Console, shared: Mapping[str, Path]) -> Iterator[str]:
    """Yield every mistake in the console's words, pages and scripts, with the `shared` scripts that they import."""
    scripts = _scripts({**shared, **console.assets}, console.assets)
    for words in console.words.values():
        yield from blemishes(words)
        renderer = _renderer(words)
        for name in console.pages:
            renderer.page(console.paths[name])
        yield from renderer.mistakes
        for script in scripts:
            yield from mistakes_in_script(script, words)
        yield from words.unsaid()


def _renderer(words: Words) -> Renderer:
    return Renderer(words, {"language.tag": words.language, "language.direction": words.direction})


def _folder(language: str) -> str:
    return FOLDER if language == _HOME_LANGUAGE else f"{FOLDER}{language}/"


def _scripts(known: Mapping[str, Path], first: Mapping[str, Path]) -> list[Path]:
    """Return the scripts among the `first` files, and those that they import."""
    waiting = [name for name in first if PurePosixPath(name).suffix == ".js"]
    found: dict[str, Path] = {}
    while waiting:
        name = waiting.pop()
        if name in known and name not in found:
            found[name] = known[name]
            waiting += imports(name, known[name].read_bytes())
    return list(found.values())
