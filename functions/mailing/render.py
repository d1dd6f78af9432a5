"""Paragraphs as plain text and as HTML: the same words in both."""

from dataclasses import dataclass
from html import escape

from functions.mailing.wording import Wording

_PARAGRAPH = '<p style="margin:0 0 16px;">{}</p>'
_LIST = '<ul style="margin:0 0 16px; padding:0 0 0 20px;">{}</ul>'
_ITEM = '<li style="margin:0 0 8px;">{}</li>'
_BUTTON = (
    '<p style="margin:24px 0 8px;"><a href="{url}" style="display:inline-block; padding:12px 20px; '
    "background-color:{colour}; color:#ffffff; border-radius:6px; font-family:Arial,Helvetica,sans-serif; "
    'font-size:16px; font-weight:bold; text-decoration:none;">{label}</a></p>'
)
_CODE = (
    '<p style="margin:0 0 16px; font-family:Arial,Helvetica,sans-serif; font-size:13px; color:#4a5c5d;">{label}<br>'
    '<span style="font-family:Consolas,Menlo,monospace; word-break:break-all;">{code}</span></p>'
)


@dataclass(frozen=True)
class Words:
    """A paragraph; `lines` keep their breaks."""

    lines: tuple[str, ...]

    def as_text(self) -> str:
        # Not wrapped: a phone would wrap the wrapped lines again.
        return "\n".join(self.lines)

    def as_html(self, _colour: str) -> str:
        return _PARAGRAPH.format(_broken(self.lines))


@dataclass(frozen=True)
class Listing:
    """A list; the first of an item's lines names it, the others stand under it."""

    items: tuple[Words, ...]

    def as_text(self) -> str:
        return "\n".join("- " + "\n  ".join(item.lines) for item in self.items)

    def as_html(self, _colour: str) -> str:
        return _LIST.format("".join(_ITEM.format(_broken(item.lines)) for item in self.items))


@dataclass(frozen=True)
class Link:
    """The one link: a button in HTML, an address in text, and its code for where the link breaks."""

    url: str
    button: str
    introduction: str
    code: str
    code_introduction: str

    def as_text(self) -> str:
        return f"{self.introduction}\n{self.url}\n\n{self.code_introduction}\n{self.code}"

    def as_html(self, colour: str) -> str:
        button = _BUTTON.format(colour=colour, url=escape(self.url), label=escape(self.button))
        return button + _CODE.format(label=escape(self.code_introduction), code=escape(self.code))


type Part = Words | Listing | Link


def words(*lines: str) -> Words:
    return Words(lines)


def _broken(lines: tuple[str, ...]) -> str:
    return "<br>".join(map(escape, lines))


def render_text(body: list[Part], footer: Words) -> str:
    return "\n\n".join([*(part.as_text() for part in body), footer.as_text()]) + "\n"


def render_html(body: list[Part], footer: Words, *, subject: str, wording: Wording, colour: str, status: str) -> str:
    """`colour`: the brand's, as #rrggbb; `status`: JSON-LD that can stand in a script element."""
    return wording.layout.substitute(
        language=escape(wording.language),
        subject=escape(subject),
        colour=colour,
        status=status,
        body="\n".join(part.as_html(colour) for part in body),
        footer=_broken(footer.lines),
    )
