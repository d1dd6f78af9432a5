"""Postal codes in what people type as their area."""

import re
from typing import NamedTuple

# Canada has no D, F, I, O, Q, U in its codes, and no W and Z in front.
_CANADIAN = re.compile(r"\b([abceghj-nprstvxy]\d[abceghj-nprstv-z])(?:[ -]?\d[abceghj-nprstv-z]\d)?\b")
_ZIP = re.compile(r"\b(\d{5})(?:-\d{4})?\b")
# Codes that the table has no points for: we know one when we see it, and ask for the town.
_OTHERS = re.compile(
    r"""\b(?:[a-z]{1,2}-)?(?:
        \d{4}-\d{3} | \d{5}-\d{3} | \d{2}-\d{3} | \d{4,5}       # PT, BR, PL, most others
        | [a-z]{1,2}\d[a-z\d]?\ ?\d[a-z]{2}                     # GB
        | (?:[a-z]\d{2}|d6w)\ ?[a-z\d]{4}                       # IE
    )\b""",
    re.VERBOSE,
)
_OUTWARD = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?$")
# The first letter of a Canadian code is a province; X is two territories.
_PROVINCES = {
    **dict.fromkeys("klmnp", "CA-ON"),
    **dict.fromkeys("ghj", "CA-QC"),
    "a": "CA-NL",
    "b": "CA-NS",
    "c": "CA-PE",
    "e": "CA-NB",
    "r": "CA-MB",
    "s": "CA-SK",
    "t": "CA-AB",
    "v": "CA-BC",
    "y": "CA-YT",
    "x": "CA",
}


class PostalCode(NamedTuple):
    """A code, and the text without it. `place_id` is None where a code has no point of its own.

    `ends`: nothing follows it, as in an address; what comes first may be the number of a house.
    """

    place_id: str | None
    area: str | None
    rest: str
    ends: bool


def find_code(text: str, country: str | None) -> PostalCode | None:
    """Return the postal code in a folded text, read as one of this country where its form is that of several."""
    # "E1W" is a district of London and would be one of New Brunswick.
    readers = (_british, _canadian, _zip, _other) if country == "GB" else (_canadian, _zip, _other)
    return next((code for read in readers if (code := read(text, country))), None)


def _canadian(text: str, _country: str | None) -> PostalCode | None:
    found = _CANADIAN.search(text)
    if not found:
        return None
    code = found[1]
    # Rural codes span up to hundreds of kilometres: their town says more.
    return PostalCode(None if code[1] == "0" else f"ca-{code}", _PROVINCES[code[0]], *_without(found, text))


def _zip(text: str, country: str | None) -> PostalCode | None:
    found = _ZIP.search(text) if country in {"US", "CA", None} else None
    return PostalCode(f"us-{found[1]}", "US", *_without(found, text)) if found else None


def _british(text: str, country: str | None) -> PostalCode | None:
    found = _OTHERS.search(text) or _OUTWARD.search(text)
    return PostalCode(None, country, *_without(found, text)) if found else None


def _other(text: str, _country: str | None) -> PostalCode | None:
    found = _OTHERS.search(text)
    return PostalCode(None, None, *_without(found, text)) if found else None


def _without(found: re.Match[str], text: str) -> tuple[str, bool]:
    return f"{text[: found.start()]} {text[found.end() :]}", not text[found.end() :].strip()
