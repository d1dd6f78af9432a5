"""The reviewed sentences and the layout, read once from `templates/`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from string import Template

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Wording:
    """One language's sentences by section, their version, and the HTML layout around them."""

    version: str
    language: str
    subject: str
    sentences: dict[str, dict[str, str]]
    layout: Template

    def say(self, section: str, name: str, **values: str) -> str:
        return self.sentences[section][name].format(**values)


def read_wording(language: str, folder: Path = TEMPLATES) -> Wording:
    sentences = tomllib.loads((folder / f"{language}.toml").read_text("utf-8"))
    version, language, subject = (sentences.pop(name) for name in ("version", "language", "subject"))
    layout = Template((folder / "layout.html").read_text("utf-8"))
    return Wording(version, language, subject, sentences, layout)
