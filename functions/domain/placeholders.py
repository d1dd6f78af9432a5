"""Text that a program left: placeholders of templates that nobody filled in, and values that say nothing."""

import re
from collections.abc import Iterator
from functools import cache

from functions.domain.word_lists import word_list

# Brackets that no person writes, whatever they hold. In order: Mustache, Handlebars, Liquid, Jinja, Twig and Marketo;
# Jinja's and Liquid's tags; FreeMarker, shells and JavaScript; Ruby; Smarty; Salesforce; Razor; ERB, EJS and ASP; PHP;
# FreeMarker's tags; wikis and Thymeleaf; Salesforce Marketing Cloud; Mailchimp; Python's and Ruby's formats; .NET's and
# printf's numbers; a line to fill in.
_CODE = re.compile(
    r"\{\{|\}\}|\{%|%\}|\$\{|#\{|\{\$|\{!|@\{|<%|%>|<\?|<#|\[\[|\]\]|%%\s*[A-Za-z_]|%%\[|\*\|[A-Za-z]|%\(\w+\)[sd]|%[{<]\w"
    r"|\{\d{1,2}\}|(?<!\S)%(?:\d\$)?s(?!\w)|%[A-Z][A-Z0-9_]+%|\$[A-Z][A-Z0-9_]+\$|_{4,}"
)
# Brackets and signs that people write, too: only the names of fields between them make a placeholder.
_BRACKETS = re.compile(
    r"\{([^{}]{1,60})\}|\[([^\[\]]{1,60})\]|<<?([^<>]{1,60})>>?|«([^\s«»]{1,60})»"
    r"|(?P<sign>[#%$@~|^_]{1,2})(?!\s)([^#%$@~|^]{1,60}?)(?<!\s)(?P=sign)(?!\w)"
    r"|(?<!\w)\$([A-Za-z][\w.]*)|(?<!\w)@([A-Za-z]\w*\.[\w.]+)"
)
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
_NO_LETTER = re.compile(r"[\W\d_]+")
# Where the parts of a place, or of a title, are put together.
_JOINT = re.compile(r"\s*[,;|·•]\s*|\s+[-–—/]\s+")
# A town in Piedmont, and Python's nothing.
_ALSO_A_TOWN = "None"


def has_placeholder(text: str) -> bool:
    """Return whether a template in the text was not filled in, as in "the {{job_title}} position"."""
    return _CODE.search(text) is not None or any(map(_names_a_field, _bracketed(text)))


def says_nothing(text: str) -> bool:
    """Return whether the text is what a program or a form has for no value, as in "null" or "undefined, undefined"."""
    return _is_nothing(text) or all(map(_is_nothing, _JOINT.split(text)))


def has_nothing(text: str) -> bool:
    """Return whether a part of a place says nothing, as in "undefined, ON"."""
    first, *more = _JOINT.split(text)
    return says_nothing(text) or any(map(_is_code, more)) or (first != _ALSO_A_TOWN and _is_code(first))


def _bracketed(text: str) -> Iterator[str]:
    for match in _BRACKETS.finditer(text):
        yield match[match.lastindex or 0]


def _names_a_field(bracketed: str) -> bool:
    words = _NO_LETTER.sub(" ", _CAMEL.sub(" ", bracketed)).casefold().split()
    return not _fields().isdisjoint(words) and word_list("field").issuperset(words)


@cache
def _fields() -> frozenset[str]:
    return word_list("field") - word_list("field", "joint")


@cache
def _phrases() -> frozenset[str]:
    return word_list("nothing") - word_list("nothing", "code")


def _is_nothing(part: str) -> bool:
    text = part.strip(" .:'\"")
    if not any(map(str.isalnum, text)):
        return True
    return _is_code(part) or text.casefold() in _phrases() or part.strip().casefold() in _phrases()


def _is_code(part: str) -> bool:
    codes = word_list("nothing", "code")
    return part.strip() in codes or all(word in codes for word in part.split())
