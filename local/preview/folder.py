"""The gallery as files, which a browser can open without a server, too."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from functions.domain.language import Language
from local.preview.albums import Album, Gallery

PAGE = Path(__file__).parent / "page"
# What an employer without an id is called in addresses and file names; no id of company.toml is longer than 32.
FIRST = "the-first-employer-of-company-toml"


class Folder:
    """Keeps `path` as the gallery is: only what has changed is written anew."""

    def __init__(self, path: Path) -> None:
        self.path, self._written = path, dict[str, str]()
        shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(PAGE, path)

    def write(self, gallery: Gallery) -> int:
        """The number of albums that are new or have changed."""
        albums = {_name(*key): album for key, album in gallery.albums.items()}
        changed = 0
        for name, album in albums.items():
            changed += self._write(f"albums/{name}.js", f"albumIsHere({_script(album)});\n")
        self._write("contents.js", f"contentsAreHere({_script(_contents(albums, gallery.mistakes))});\n")
        return changed

    def _write(self, name: str, content: str) -> bool:
        if self._written.get(name) == content:
            return False
        file = self.path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(content, "utf-8")
        self._written[name] = content
        return True


def _contents(albums: Mapping[str, Album], mistakes: list[str]) -> dict[str, Any]:
    named = ("employer", "name", "language", "version")
    listed = [{"file": name, **{key: album[key] for key in named}} for name, album in albums.items()]
    return {"albums": listed, "mistakes": mistakes}


def _name(employer: str, language: Language) -> str:
    return f"{employer or FIRST}.{language}"


def _script(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
