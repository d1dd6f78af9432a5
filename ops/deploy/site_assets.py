"""The site's assets under names that change with their content, so that a page never meets another release's script."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

FOLDER = "assets/"
# `import … from './api.js'`, `import('./api.js')`, and `/assets/style.css` in a page.
_MODULE = re.compile(r"(?<=')\./([\w-]+\.js)(?=')")
_ADDRESS = re.compile(r"(?<=[\"'(])/assets/([\w.-]+)")
# What a browser reads over. What a group has is kept: strings as they are, and marks without the spaces around them.
# Text in <pre> has no indentation, but empty lines that are meant.
_IDLE = {
    ".js": re.compile(
        r"^\s*//.*\n|('(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\s*([{}();,=<>?:&|+*\[\]!-])\s*|^\s+", re.MULTILINE
    ),
    ".css": re.compile(r'("[^"]*")|\s*([{};,>])\s*|(?<=:)\s+|^\s+', re.MULTILINE),
    ".html": re.compile(r"()()^[ \t]+", re.MULTILINE),
}


# Each asset's published name and content, by its name in the sources.
type Named = Mapping[str, tuple[str, bytes]]


class CircularImport(Exception):
    """Modules that import each other: neither can be named by its content first."""


def named_by_content(assets: Mapping[str, bytes]) -> dict[str, tuple[str, bytes]]:
    """Return each asset's published name and content by its name in the sources, such as `style.css`."""
    named: dict[str, tuple[str, bytes]] = {}
    waiting = dict(assets)
    while waiting:
        ready = [name for name, content in waiting.items() if not imports(name, content) & waiting.keys()]
        if not ready:
            raise CircularImport(", ".join(sorted(waiting)))
        for name in ready:
            content = lean(name, waiting.pop(name))
            if name.endswith(".js"):
                content = _MODULE.sub(lambda match: f"./{named[match[1]][0]}", content.decode()).encode()
            named[name] = (_name(name, content), content)
    return named


def unknown_assets(text: str, assets: Iterable[str]) -> Iterator[str]:
    """Yield what a page or script refers to and the site does not have."""
    known = set(assets)
    yield from (name for name in (*_MODULE.findall(text), *_ADDRESS.findall(text)) if name not in known)


def renamed(page: str, named: Named) -> str:
    """Return the page with the published names of the assets that it refers to."""
    return _ADDRESS.sub(lambda match: f"/{FOLDER}{named[match[1]][0]}" if match[1] in named else match[0], page)


def lean(name: str, content: bytes) -> bytes:
    """Return a script, style or page without what only people read: indentation, spaces, and lines of comment."""
    idle = _IDLE.get(PurePosixPath(name).suffix)
    if idle is None:
        return content
    return idle.sub(lambda match: match[1] or match[2] or "", content.decode()).encode()


def imports(name: str, content: bytes) -> set[str]:
    """Return the names of the modules that a script imports."""
    return set(_MODULE.findall(content.decode())) - {name} if name.endswith(".js") else set()


def _name(name: str, content: bytes) -> str:
    path = PurePosixPath(name)
    return f"{path.stem}.{hashlib.sha256(content).hexdigest()[:10]}{path.suffix}"
