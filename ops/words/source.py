"""The words as people write them: `functions/letters/templates/`, a TOML file for each language and the HTML layout."""

import hashlib
import tomllib
from pathlib import Path
from string import Template
from typing import Any, get_args

from functions.domain.employers.language import Language
from functions.letters.wording import Wording, Wordings, write_wordings
from ops.terminal.paths import FUNCTIONS

TEMPLATES = FUNCTIONS / "letters" / "templates"
_LAYOUT = "layout.html"


def read_wording(language: Language, folder: Path = TEMPLATES) -> Wording:
    """Return one language's words: those of a region are what it says otherwise than its language."""
    base, region = language.partition("-")[::2]
    files = [folder / f"{base}.toml", *([folder / f"{language}.toml"] if region else [])]
    sentences: dict[str, dict[str, Any]] = {}
    for file in files:
        said = tomllib.loads(file.read_text("utf-8"))
        del said["language"]
        for section, own in said.items():
            sentences[section] = {**sentences.get(section, {}), **own}
    layout = folder / _LAYOUT
    version = f"{language}-{_digest(*files, layout)}"
    return Wording(version, language, sentences, Template(layout.read_text("utf-8")))


def read_source(folder: Path = TEMPLATES) -> Wordings:
    """Return the words of all languages, as they are in the folder now."""
    version = _digest(*sorted(path for path in folder.iterdir() if path.is_file()))
    return Wordings(version, lambda language: read_wording(language, folder))


def compile_wordings(into: Path, folder: Path = TEMPLATES) -> None:
    """Write the words of all languages in the form that the functions read.

    The versions are those of the source, so that no change of a file can forget to be a new one.
    """
    source = read_source(folder)
    languages: tuple[Language, ...] = get_args(Language)
    write_wordings({language: source.of(language) for language in languages}, source.version, into)


def _digest(*files: Path) -> str:
    """Return 8 hex digits: people compare them."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:8]
