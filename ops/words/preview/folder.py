"""The preview as a folder of files, which a browser can also open without a server."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any, cast

from functions.domain.employers.language import Language
from ops.words.preview.gallery import Galleries, Gallery, Key

PAGE = Path(__file__).parent / "page"
# Names the default employer, who has no id, in addresses and file names. No id in company.toml is longer than 32.
DEFAULT = "the-first-employer-of-company-toml"


class Folder:
    """The folder at `path`. Only what has changed is written again.

    A gallery that can't be rendered because of a mistake stays as it was before, and is marked as outdated.
    """

    def __init__(self, path: Path) -> None:
        self.path, self._written = path, dict[str, str]()
        self._galleries, self._outdated = dict[str, Gallery](), set[str]()
        shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(PAGE, path)

    def write(self, galleries: Galleries) -> int:
        """Write the galleries. Return the number that are new or have changed."""
        rendered = {_name(*key): gallery for key, gallery in galleries.by_employer.items()}
        changed = sum(
            self._write(f"galleries/{name}.js", f"addGallery({_script(gallery)});\n")
            for name, gallery in rendered.items()
        )
        others = {name: gallery for name, gallery in self._galleries.items() if name not in rendered}
        if galleries.are_all:
            self._outdated = set(others) if galleries.mistakes else set()
            self._galleries = {name: others[name] for name in self._outdated} | rendered
        else:
            self._outdated -= rendered.keys()
            self._galleries |= rendered
        listed = [self._entry(name) for name in self._galleries]
        contents = {"galleries": listed, "mistakes": galleries.mistakes}
        self._write("contents.js", f"setContents({_script(contents)});\n")
        return changed

    def _entry(self, name: str) -> dict[str, Any]:
        """Return the entry in the table of contents. From `state` the page knows whether it has this gallery."""
        gallery = self._galleries[name]
        facts = {key: gallery[key] for key in ("employer", "name", "language", "version")}
        state = hashlib.sha256(self._written[f"galleries/{name}.js"].encode()).hexdigest()
        return {"file": name, "outdated": name in self._outdated, "state": state, **facts}

    def _write(self, name: str, content: str) -> bool:
        if self._written.get(name) == content:
            return False
        file = self.path / name
        file.parent.mkdir(exist_ok=True)
        # The page may be reading it: it sees the one or the other, and never half of it.
        unfinished = file.with_suffix(".unfinished")
        unfinished.write_text(content, "utf-8")
        unfinished.replace(file)
        self._written[name] = content
        return True


def key_of(name: str) -> Key:
    """Return the employer and the language of a gallery's file."""
    employer, _, language = name.rpartition(".")
    return "" if employer == DEFAULT else employer, cast(Language, language)


def _name(employer: str, language: Language) -> str:
    return f"{employer or DEFAULT}.{language}"


def _script(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))
