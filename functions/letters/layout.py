"""Paragraphs as plain text and as HTML: the same words in both.

What stands inline is for a phone, and for programs that drop style sheets. In `templates/layout.html`, which has no
comments because they would be sent, each <style> stands alone: Gmail drops one whole for a rule that it does not know.
What is marked `mso` is for Outlook for Windows, which draws with Word's engine.
"""

from dataclasses import dataclass
from html import escape

from functions.letters.wording import Wording

# RFC 3676, 4.3: what stands below is no part of the letter, and is left out of replies.
_SIGNATURE_DELIMITER = "-- "
_PARAGRAPH = '<p style="margin:0 0 20px;">{}</p>'
# Indented by its margin: Word knows no padding on a list.
_LIST = '<ul style="margin:0 0 20px 22px; padding:0;">{}</ul>'
_ITEM = '<li style="margin:0 0 10px; padding:0 0 0 2px;">{}</li>'
# A cell with a background, because Word knows no padding on a link; everybody else can press all of it.
_BUTTON = (
    '<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:4px 0 24px;">'
    '<tr><td align="center" bgcolor="{colour}" class="button" style="border:1px solid {colour}; border-radius:6px; '
    'background-color:{colour}; mso-padding-alt:12px 26px;"><a href="{url}" style="display:block; padding:12px 26px; '
    "font-family:Georgia,'Times New Roman',serif; font-size:17px; line-height:1.55; color:#ffffff; "
    'text-decoration:none;">{label}</a></td></tr></table>'
)
_CODE = (
    '<p class="small" style="margin:0 0 28px; font-size:14px; color:#4a5c5d;">{label}<br>'
    '<span style="font-family:Consolas,Menlo,monospace; word-break:break-all;">{code}</span></p>'
)


@dataclass(frozen=True)
class Paragraph:
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

    items: tuple[Paragraph, ...]

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


type Part = Paragraph | Listing | Link


def paragraph(*lines: str) -> Paragraph:
    return Paragraph(lines)


def _broken(lines: tuple[str, ...]) -> str:
    return "<br>".join(map(escape, lines))


def render_text(body: list[Part], footer: Paragraph) -> str:
    return "\n\n".join([*(part.as_text() for part in body), f"{_SIGNATURE_DELIMITER}\n{footer.as_text()}"]) + "\n"


def render_html(
    body: list[Part], footer: Paragraph, *, subject: str, wording: Wording, colour: str, status: str
) -> str:
    """`colour`: the brand's, as #rrggbb; `status`: JSON-LD that can stand in a script element."""
    return wording.layout.substitute(
        language=escape(wording.language),
        subject=escape(subject),
        colour=colour,
        status=status,
        body="\n".join(part.as_html(colour) for part in body),
        footer=_broken(footer.lines),
    )
