"""What stands in a text whose template was not filled in: nobody should get a mail about the {{job_title}} position."""

import re

# Mustache and Jinja, shells, ERB, wikis, and FIRST_NAME between percent or dollar signs.
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{%|%\}|\$\{|<%|%>|\[\[|\]\]|%[A-Z][A-Z0-9_]+%|\$[A-Z][A-Z0-9_]+\$|\*\|[A-Z]")


def has_placeholder(text: str) -> bool:
    return _PLACEHOLDER.search(text) is not None
