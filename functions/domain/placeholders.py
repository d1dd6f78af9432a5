"""Placeholders of templates that nobody filled in."""

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


def has_placeholder(text: str) -> bool:
    """Return whether a template in the text was not filled in, as in "the {{job_title}} position"."""
    return _CODE.search(text) is not None or any(map(_names_a_field, _bracketed(text)))


def _bracketed(text: str) -> Iterator[str]:
    for match in _BRACKETS.finditer(text):
        yield match[match.lastindex or 0]


def _names_a_field(bracketed: str) -> bool:
    words = _NO_LETTER.sub(" ", _CAMEL.sub(" ", bracketed)).casefold().split()
    return not _fields().isdisjoint(words) and word_list("field").issuperset(words)


@cache
def _fields() -> frozenset[str]:
    return word_list("field") - word_list("field", "joint")
