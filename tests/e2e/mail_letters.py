"""The letters that are looked at: every kind of part, in four languages, as `mail_look/letters.toml` has them."""

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from functions.domain.employers.language import Language
from functions.letters.layout import Link, Listing, Paragraph, Part, paragraph, render_html
from ops.words.source import read_wording

FOLDER = Path(__file__).with_name("mail_look")
COLOUR = "#17575f"
CODE = "AZwQ3fT1c8pKx0uYb5nR7eLd2vHs6gMj9aIoXtVqWkZrEyBhNfSlPuGmCw4DzJ_x-TqOiRvLkUaYbE31"


@dataclass(frozen=True)
class Letter:
    """One mail, by its name; `parts` are what stands between subject and footer."""

    name: str
    language: Language
    subject: str
    parts: tuple[Part, ...]
    footer: Paragraph

    def html(self, colour: str = COLOUR) -> str:
        # Only the layout is taken from there.
        wording = replace(read_wording("en"), language=self.language)
        return render_html(
            list(self.parts), self.footer, subject=self.subject, wording=wording, colour=colour, status="{}"
        )


def read_letters() -> dict[str, Letter]:
    """All of them by name."""
    told = tomllib.loads((FOLDER / "letters.toml").read_text("utf-8"))["letter"]
    return {one["name"]: _letter(one) for one in told}


def _letter(told: dict[str, Any]) -> Letter:
    assert told["language"] in get_args(Language)
    parts: list[Part] = [
        *map(paragraph, told["opening"]),
        *([Listing(tuple(paragraph(*lines) for lines in told["jobs"]))] if "jobs" in told else []),
        *map(paragraph, told.get("answer", [])),
        *([_link(told["introduction"], told["button"], told["code"])] if "button" in told else []),
        *map(paragraph, told["closing"]),
        paragraph(*told["regards"]),
    ]
    footer = paragraph("Acme Logistics", "1 Example Road, Guelph, ON N1G 0A0, Canada", told["why"])
    return Letter(told["name"], told["language"], told["subject"], tuple(parts), footer)


def _link(introduction: str, button: str, code: str) -> Link:
    return Link(f"https://stay.acme.example/stay/#{CODE}", button, introduction, CODE, code)
