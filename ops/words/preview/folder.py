"""The gallery as files, which a browser can open without a server, too."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from functions.domain.employers.language import Language
from ops.words.preview.gallery import Album, Gallery

PAGE = Path(__file__).parent / "page"
# What an employer without an id is called in addresses and file names; no id of company.toml is longer than 32.
FIRST = "the-first-employer-of-company-toml"


class Folder:
    """Keeps `path` as the gallery is: only what has changed is written anew.

    What can't be shown as long as there are mistakes stays as it was before them.
    """

    def __init__(self, path: Path) -> None:
        self.path, self._written, self._albums = path, dict[str, str](), dict[str, Album]()
        shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(PAGE, path)

    def write(self, gallery: Gallery) -> int:
        """The number of albums that are new or have changed."""
        albums = {_name(*key): album for key, album in gallery.albums.items()}
        before = {name: album for name, album in self._albums.items() if gallery.mistakes and name not in albums}
        changed = 0
        for name, album in albums.items():
            changed += self._write(f"albums/{name}.js", f"albumIsHere({_script(album)});\n")
        self._albums = before | albums
        contents = {"albums": [self._listed(name, old=name in before) for name in self._albums]}
        self._write("contents.js", f"contentsAreHere({_script({**contents, 'mistakes': gallery.mistakes})});\n")
        return changed

    def _listed(self, name: str, *, old: bool) -> dict[str, Any]:
        """`state`: whether the page has it already; `old`: it is not what stands in the files."""
        album = self._albums[name]
        named = {key: album[key] for key in ("employer", "name", "language", "version")}
        state = hashlib.sha256(self._written[f"albums/{name}.js"].encode()).hexdigest()
        return {"file": name, "old": old, "state": state, **named}

    def _write(self, name: str, content: str) -> bool:
        if self._written.get(name) == content:
            return False
        file = self.path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(content, "utf-8")
        self._written[name] = content
        return True


def _name(employer: str, language: Language) -> str:
    return f"{employer or FIRST}.{language}"


def _script(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
