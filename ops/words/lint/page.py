"""The HTML part as a reader perceives it: its words, links and languages, and what is read aloud."""

import re
from functools import cached_property
from html.parser import HTMLParser

_INVISIBLE = {"script", "style", "title"}
_READ_ALOUD = {"alt", "aria-label", "title"}
_EMPTY = re.compile(r"<(p|li|a|span)\b[^>]*>\s*</\1>")


class Page(HTMLParser):
    """A parsed HTML document."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.languages: list[str] = []
        self.read_aloud: list[str] = []
        self.has_empty_part = _EMPTY.search(html) is not None
        self._words: list[str] = []
        self._invisible = False
        self.feed(html)
        self.close()

    @cached_property
    def text(self) -> str:
        """Return the visible words, with one space between them."""
        return " ".join(" ".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._invisible = tag in _INVISIBLE
        # An image or a script from elsewhere is a link too, one that opens without a click.
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "background"}]
        self.languages += [value or "" for name, value in attrs if name == "lang"]
        self.read_aloud += [value or "" for name, value in attrs if name in _READ_ALOUD]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  the name is the library's
        self._invisible = False

    def handle_data(self, data: str) -> None:
        if not self._invisible:
            self._words.append(data)
