"""The names of the candidates who join the talent pool in the demo."""

from typing import Any

_NAMES: dict[str, tuple[str, ...]] = {
    "A-1017": ("Maëlle",),
    "A-1019": ("Bo",),
    "A-2001": ("Amina", "Yusuf"),
    "A-2002": ("Daniel", "Kowalczyk"),
    "A-2003": ("Priya", "Nair"),
    "A-2004": ("Tomás", "Rivera"),
    "A-2005": ("Chloe", "Okonkwo"),
    "A-2006": ("Kwame", "Mensah"),
    "A-2007": ("Linh", "Tran"),
    "A-2008": ("Oliver", "Grant"),
    "A-2009": ("Sofia", "Rossi"),
    "A-2010": ("Ahmed", "Farouk"),
    "A-2011": ("Grace", "Campbell"),
    "A-2012": ("Mateusz", "Nowak"),
}


def named(application: str) -> dict[str, Any]:
    """Return the fields of a candidate with their name; none where they have none."""
    return dict(zip(("given_name", "family_name"), _NAMES.get(application, ()), strict=False))


def given_name(application: str) -> str:
    """Return the name by which somebody is found in the demo's search."""
    return _NAMES[application][0]
