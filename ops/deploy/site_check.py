"""Mistakes in the site's words, scripts and pages, each with its place."""

from collections.abc import Iterator

from ops.deploy.site_assets import FOLDER, CircularImport, named_by_content, unknown_assets
from ops.deploy.site_console import mistakes_in_console
from ops.deploy.site_renderers import Renderers
from ops.deploy.site_scripts import mistakes_in_script
from ops.deploy.site_sources import PARTS, Sources
from ops.deploy.site_words import Words, blemishes
from ops.terminal.paths import shown

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}


def mistakes(renderers: Renderers) -> Iterator[str]:
    """Yield every mistake."""
    sources = renderers.sources
    yield from _unknown_files(sources)
    try:
        named_by_content(sources.assets)
    except CircularImport as err:
        yield f"{shown(sources.folder / FOLDER)}: modules that import each other: {err}"
    except KeyError:
        # It is named already: a module that no file is.
        return
    for words in sources.words.values():
        yield from _mistakes_in(words, renderers)
    yield from mistakes_in_console(sources.console, sources.shared)


def _unknown_files(sources: Sources) -> Iterator[str]:
    known = [*sources.assets, *(part.removeprefix(PARTS) for part in sources.parts)]
    for name in sources.shared.keys() & sources.console.assets.keys():
        yield f"{shown(sources.console.assets[name])}: the candidates' pages have an asset of this name"
    for path in (*sources.paths.values(), *sources.console.paths.values()):
        if path.suffix not in TYPES:
            yield f"{shown(path)}: a file of unknown type; add its content type to ops/deploy/site_check.py"
        elif path.suffix in {".js", ".html"}:
            for name in unknown_assets(path.read_text("utf-8"), known):
                yield f"{shown(path)}: {name} is not in {shown(sources.folder / FOLDER)}"


def _mistakes_in(words: Words, renderers: Renderers) -> Iterator[str]:
    yield from blemishes(words)
    sources = renderers.sources
    renderer = renderers.of_page("index.html", renderers.employers.default, words.language)
    for key in (*sources.pages, *sources.parts):
        renderer.page(sources.paths[key])
    yield from renderer.mistakes
    for key, path in sources.paths.items():
        if key.endswith(".js"):
            yield from mistakes_in_script(path, words)
    yield from words.unsaid()
