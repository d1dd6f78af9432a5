"""Broken mails: each breaks one thing, which the tests of the look have to notice."""

from tests.e2e.mail_letters import COLOUR
from tests.e2e.mail_pictures import Scheme

# Noticed in a picture: how it is looked at, what stands in a mail, and what stands there instead.
MUTANTS: dict[str, tuple[Scheme, int, str, str]] = {
    "a table is not closed": ("light", 360, "</a></td></tr></table>", "</a></td></tr>"),
    "another colour": ("light", 720, COLOUR, "#8a3324"),
    "almost the same colour": ("light", 360, COLOUR, "#17335f"),
    "no padding": ("light", 360, "padding:32px 24px 20px;", ""),
    "no wide layout": ("light", 720, "min-width: 640px", "min-width: 6400px"),
    "lines as long as the window": ("light", 720, "max-width:620px;", ""),
    "tighter lines": ("light", 360, "line-height:1.6;", "line-height:1.5;"),
    "no bar": ("light", 720, "border-top:6px", "border-top:0"),
    "no paper": ("light", 720, "#e9eeea", "#fdfdfb"),
    "not dark": ("dark", 360, "prefers-color-scheme: dark", "prefers-color-scheme: light"),
}


# Noticed in what is measured.
UNREADABLE = {
    "small print too small": ("font-size:14px", "font-size:13px"),
    "a letter too small": ("font-size:17px; line-height:1.6", "font-size:15px; line-height:1.6"),
    "lines too tight": ("line-height:1.6", "line-height:1.4"),
    "a button too low": ("padding:12px 26px", "padding:6px 26px"),
    "words that are not broken": (" word-break:break-word;", ""),
}
INACCESSIBLE = {
    "dark words on dark": (" color: #e5ebe6 !important;", ""),
    "dark small print on dark": ("#a9b8b4", "#4a5c5d"),
    "no language": (' lang="en-CA"', ""),
}
