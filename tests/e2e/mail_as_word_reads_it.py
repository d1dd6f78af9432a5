"""A mail as Outlook for Windows takes it, which draws with Word's engine: as far as that can be tried without it.

Source of what Word does not know: caniemail.com. It stands for the layout only, not for how Word draws letters.
"""

import re
from html.parser import HTMLParser
from typing import override

_CONDITIONAL = re.compile(r"<!--\[if mso\]>(.*?)<!\[endif\]-->", re.DOTALL)
_UNSEEN = re.compile(r"<(style|xml)>.*?</\1>", re.DOTALL)
_STYLED = re.compile(r'<(?P<tag>\w+)(?P<rest>[^>]*?) style="(?P<style>[^"]*)"')
_UNKNOWN = {"max-width", "border-radius", "table-layout"}
_UNKNOWN_OF = {"a": {"padding", "display"}, "li": {"padding"}}
_VOID = {"meta", "br"}


def as_word_reads_it(html: str) -> str:
    """Word's own conditional parts are read, and what it does not know is gone. No style but inline ones is left."""
    return _STYLED.sub(_known, _UNSEEN.sub("", _CONDITIONAL.sub(r"\1", html)))


def as_others_read_it(html: str) -> str:
    return _CONDITIONAL.sub("", html)


def badly_nested(html: str) -> list[str]:
    """Tags that end what is not open, or are left open."""
    nesting = _Nesting()
    nesting.feed(html)
    nesting.close()
    return [*nesting.wrong, *nesting.open]


def _known(styled: re.Match[str]) -> str:
    pairs = (declaration.partition(":") for declaration in styled["style"].split(";") if declaration.strip())
    said = {name.strip(): value.strip() for name, _, value in pairs}
    for name in _UNKNOWN | _UNKNOWN_OF.get(styled["tag"], set()):
        said.pop(name, None)
    if own := said.pop("mso-padding-alt", None):
        said["padding"] = own
    style = "; ".join(f"{name}: {value}" for name, value in said.items())
    return f'<{styled["tag"]}{styled["rest"]} style="{style}"'


class _Nesting(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self.open.append(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        if self.open[-1:] == [tag]:
            self.open.pop()
        else:
            self.wrong.append(tag)
