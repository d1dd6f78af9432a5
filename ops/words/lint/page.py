"""What a reader has of the HTML part: its words, its links, its languages, and what is read out."""

import re
from html.parser import HTMLParser

_UNSEEN = {"script", "style", "title"}
_READ_OUT = {"alt", "aria-label", "title"}
_EMPTY = re.compile(r"<(p|li|a|span)\b[^>]*>\s*</\1>")


class Page(HTMLParser):
    """An HTML document, read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.languages: list[str] = []
        self.read_out: list[str] = []
        self.has_empty_part = _EMPTY.search(html) is not None
        self._words: list[str] = []
        self._unseen = False
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        return " ".join(" ".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen = tag in _UNSEEN
        # An image or a script from elsewhere would be a link too, that nobody has to follow.
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "background"}]
        self.languages += [value or "" for name, value in attrs if name == "lang"]
        self.read_out += [value or "" for name, value in attrs if name in _READ_OUT]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  the name is the library's
        self._unseen = False

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._words.append(data)
