"""HTML's entities in text that a system escaped on its way."""

import re
import unicodedata

# What was escaped twice has one more "amp;" before its name.
_ENTITY = re.compile(r"&(?:(?:amp|#0*38|#[xX]0*26);)*([A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_CODE_POINTS = range(0x20, 0x110000)
_CONTROLS = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


def decoded(text: str) -> str:
    """Return the text with its entities decoded once: "R&amp;D" is "R&D", and "AT&T;" stays as it is."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    # A table of two thousand names, and most workers never see an entity.
    from html.entities import html5  # noqa: PLC0415

    name = match[1]
    found = _numbered(name[1:]) if name.startswith("#") else html5.get(f"{name};")
    return found or f"&{name};"


def _numbered(digits: str) -> str | None:
    point = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    character = chr(point) if point in _CODE_POINTS else ""
    return character if character and unicodedata.category(character) not in _CONTROLS else None
