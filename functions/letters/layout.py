"""The layout of a letter: its paragraphs as plain text and as HTML, with the same words in both.

Styles are inline for email apps that drop style sheets. `templates/layout.html` has no comments, because they would be
sent. Each of its <style> elements stands alone: Gmail drops a whole element that has a rule it does not know.
Properties marked `mso` are for Outlook for Windows, which renders with Word's engine.
"""

from html import escape

from functions.domain.lean_dataclass import dataclass
from functions.letters.wording import Wording

# RFC 3676, 4.3: email apps leave out of a reply what follows this line.
_SIGNATURE_DELIMITER = "-- "
_PARAGRAPH = '<p style="margin:0 0 20px;">{}</p>'
# Indented by its margin, because Word ignores padding on a list.
_LIST = '<ul style="margin:0 0 20px 22px; padding:0;">{}</ul>'
_ITEM = '<li style="margin:0 0 10px; padding:0 0 0 2px;">{}</li>'
# A table cell has the background, because Word ignores padding on a link. Elsewhere the whole cell can be pressed.
_BUTTON = (
    '<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:4px 0 24px;">'
    '<tr><td align="center" bgcolor="{colour}" class="button" style="border:1px solid {colour}; border-radius:6px; '
    'background-color:{colour}; mso-padding-alt:12px 26px;"><a href="{url}" style="display:block; padding:12px 26px; '
    "font-family:Georgia,'Times New Roman',serif; font-size:17px; line-height:1.55; color:#ffffff; "
    'text-decoration:none;">{label}</a></td></tr></table>'
)
_INTRODUCTION = '<p style="margin:0 0 14px;">{}</p>'
_CODE = (
    '<p class="small" style="margin:0 0 28px; font-size:14px; color:#4a5c5d;">{label}<br>'
    '<span style="font-family:Consolas,Menlo,monospace; word-break:break-all;">{code}</span></p>'
)


@dataclass(frozen=True)
class Linked:
    """A line with an address in it, which HTML makes a link: not every email app does so by itself."""

    sentence: str
    url: str

    def as_html(self) -> str:
        url = escape(self.url)
        return escape(self.sentence).replace(url, f'<a href="{url}" style="color:inherit;">{url}</a>')


type Line = str | Linked


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. The breaks between `lines` are kept."""

    lines: tuple[Line, ...]

    def as_text(self) -> str:
        # Not wrapped: a phone would wrap the wrapped lines a second time.
        return _lines_as_text(self.lines)

    def as_html(self, _colour: str) -> str:
        return _PARAGRAPH.format(_lines_as_html(self.lines))


@dataclass(frozen=True)
class Listing:
    """A list. The first line of an item names it, the others stand below."""

    items: tuple[Paragraph, ...]

    def as_text(self) -> str:
        return "\n".join("- " + _lines_as_text(item.lines).replace("\n", "\n  ") for item in self.items)

    def as_html(self, _colour: str) -> str:
        return _LIST.format("".join(_ITEM.format(_lines_as_html(item.lines)) for item in self.items))


@dataclass(frozen=True)
class Link:
    """The one link of a letter: a button in HTML, an address in text, and a code to type where the link breaks.

    Not every page has a place for a code. Both parts have the introduction, because it may say until when the link
    works.
    """

    url: str
    button: str
    introduction: str
    code: str = ""
    code_introduction: str = ""

    def as_text(self) -> str:
        link = f"{self.introduction}\n{self.url}"
        return f"{link}\n\n{self.code_introduction}\n{self.code}" if self.code else link

    def as_html(self, colour: str) -> str:
        introduction = _INTRODUCTION.format(escape(self.introduction))
        button = _BUTTON.format(colour=colour, url=escape(self.url), label=escape(self.button))
        if not self.code:
            return introduction + button
        return introduction + button + _CODE.format(label=escape(self.code_introduction), code=escape(self.code))


type Part = Paragraph | Listing | Link


def paragraph(*lines: Line) -> Paragraph:
    """Return a paragraph of these lines."""
    return Paragraph(lines)


def _lines_as_text(lines: tuple[Line, ...]) -> str:
    return "\n".join(line.sentence if isinstance(line, Linked) else line for line in lines)


def _lines_as_html(lines: tuple[Line, ...]) -> str:
    return "<br>".join(line.as_html() if isinstance(line, Linked) else escape(line) for line in lines)


def render_text(body: list[Part], footer: Paragraph) -> str:
    """Return the text part of the email."""
    return "\n\n".join([*(part.as_text() for part in body), f"{_SIGNATURE_DELIMITER}\n{footer.as_text()}"]) + "\n"


def render_html(
    body: list[Part], footer: Paragraph, *, subject: str, wording: Wording, colour: str, status: str
) -> str:
    """Return the HTML part of the email.

    `colour` is the brand's, as #rrggbb; `status` is JSON-LD, escaped for a script element.
    """
    # A string.Template, because the braces of the style sheets would be fields of str.format.
    return wording.layout.substitute(
        language=escape(wording.language),
        subject=escape(subject),
        colour=colour,
        status=status,
        body="\n".join(part.as_html(colour) for part in body),
        footer=_lines_as_html(footer.lines),
    )
