"""The site as it is published: each page of each employer in each language, and the console."""

from pathlib import Path

from functions.domain.employers.employers import Employer, Employers
from ops.deploy.site_assets import FOLDER, Named, lean, named_by_content, renamed
from ops.deploy.site_check import mistakes
from ops.deploy.site_console import console_pages
from ops.deploy.site_languages import folders
from ops.deploy.site_renderers import Renderers
from ops.deploy.site_sources import PARTS, read_sources
from ops.terminal.failure import Failure
from ops.terminal.paths import SITE

# CloudFront answers with this one, whatever address was not found.
_NOT_FOUND = "404.html"
# The pages behind an unsubscribe link are the API's: it knows no release's names, so these stand at the root too.
_OF_THE_API = ("style.css", "icon.svg")


def build(employers: Employers, site: Path = SITE) -> dict[str, bytes]:
    """Return the files of the site by key. Raise Failure with every mistake in words, scripts and pages."""
    renderers = Renderers(read_sources(employers, site), employers)
    if lines := list(dict.fromkeys(mistakes(renderers))):
        raise Failure("\n".join(["The site can't be built:", *lines]), "correct these lines")
    sources = renderers.sources
    assets = named_by_content(sources.assets)
    named = {language: {**assets, **_parts(language, renderers)} for language in sources.words}
    files = {key: sources.paths[key].read_bytes() for key in sources.others}
    files |= {name: assets[name][1] for name in _OF_THE_API if name in assets}
    for in_language in named.values():
        files |= {FOLDER + name: content for name, content in in_language.values()}
    files |= console_pages(sources.console, assets)
    for employer in employers.every():
        for folder, language in folders(employer, sources.words):
            pages = _pages(employer, language, named[language], renderers)
            files |= {folder + key: page for key, page in pages.items() if key != _NOT_FOUND or not folder}
    return files


def _pages(employer: Employer, language: str, named: Named, renderers: Renderers) -> dict[str, bytes]:
    pages = {}
    for key in renderers.sources.pages:
        page = renderers.of_page(key, employer, language).page(renderers.sources.paths[key])
        pages[key] = lean(key, renamed(page, named).encode())
    return pages


def _parts(language: str, renderers: Renderers) -> Named:
    sources = renderers.sources
    renderer = renderers.of_parts(sources.words[language])
    rendered = {key: renderer.page(sources.paths[key]).encode() for key in sources.parts}
    return named_by_content({key.removeprefix(PARTS): part for key, part in rendered.items()})
