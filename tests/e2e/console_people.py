"""What the console's API answers about callers and people, in the shapes that are its contract."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

type Json = dict[str, Any]

NOW = datetime(2026, 11, 28, 14, 3, tzinfo=UTC)
_NAMES = [
    ("Sam", "Rivera"),
    ("Zebulon", "Quill"),
    ("Aoife", "Ní Bhriain"),
    ("Maximiliane", "von Schwarzenberg-Hohenlohe"),
]
CHOICES: Json = {
    "role_families": [
        {"id": "office", "label": "Office and administration"},
        {"id": "customer-service", "label": "Customer service"},
        {"id": "warehouse", "label": "Warehouse, picking and packing"},
        {"id": "driving", "label": "Forklift and driving"},
    ],
    "shifts": [{"id": name.lower(), "label": name} for name in ("Day", "Evening", "Night", "Weekend")],
    "hours": [{"id": "full_time", "label": "Full time"}, {"id": "part_time", "label": "Part time"}],
    "licences": [{"id": "forklift", "label": "Forklift certificate"}, {"id": "driver", "label": "Driver’s licence"}],
    "languages": [{"id": "en", "label": "English"}, {"id": "fr", "label": "Français"}],
    "channels": [{"id": "email", "label": "Email"}],
}
AGENCIES = [{"id": "northstaff", "name": "NorthStaff Inc."}, {"id": "bright-desk", "name": "Bright Desk Staffing Ltd."}]
PLACES = [
    {"id": "1", "name": "Cambridge", "region": "Ontario", "country": "CA"},
    {"id": "2", "name": "Cambridge", "region": "Massachusetts", "country": "US"},
]
_CAN = {
    "recruiter": ["search", "export"],
    "auditor": ["audit"],
    "admin": ["search", "export", "audit", "read_notices", "decide_notices"],
}
_WORDS = "You decide what Acme Logistics keeps, what for, and for how long."
_PURPOSE = (
    "Acme Logistics may keep these answers, my name and my email address, and contact me about openings that fit them."
)
_AGENCY = (
    "Acme Logistics may share these answers with NorthStaff Inc., a staffing agency, so that it can offer me work."
)


def me(roles: list[str], employer: str, employers: list[Json], unit: str) -> Json:
    return {
        "who": "6f1d2c9e-recruiter",
        "roles": roles,
        "employer": next(known for known in employers if known["id"] == employer),
        "employers": employers,
        "language": "en",
        "choices": CHOICES,
        "agencies": AGENCIES,
        "unit": unit,
        "can": list(dict.fromkeys(verb for role in roles for verb in _CAN[role])),
    }


def row(number: int, *, with_place: bool) -> Json:
    """Return the person of that number as a list has them; every third said nothing but what must be said."""
    given, family = _NAMES[number % len(_NAMES)]
    is_silent = number % 3 == 2
    joined = NOW - timedelta(hours=number)
    answers: Json = {
        "role_families": ["warehouse", "driving"],
        "shifts": [] if is_silent else ["day", "night"],
        "hours": [] if is_silent else ["full_time"],
        "earliest_start": None if is_silent else "2027-01-04",
        "area": None if is_silent else "Guelph",
        "distance_km": None if is_silent else 25,
        "licences": [] if is_silent else ["forklift", "driver"],
        "language": "en",
        "channel": "email",
    }
    return {
        "candidate": f"{number:032x}",
        "given_name": given,
        "family_name": f"{family} {number}",
        "joined_at": joined.isoformat(),
        "answers": answers,
        "labels": {
            field: {choice["id"]: {"label": choice["label"], "offered": True} for choice in CHOICES[listed]}
            for field, listed in {
                **{name: name for name in CHOICES},
                "language": "languages",
                "channel": "channels",
            }.items()
        },
        "place": None if is_silent else {"id": "9", "name": "Guelph", "region": "Ontario", "country": "CA"},
        "undeclared": ["shifts", "hours", "licences", "earliest_start", "area"] if is_silent else [],
        "distance_m": None if is_silent or not with_place else 17_300,
        "consent": _consent(joined),
        "agencies": [] if is_silent else AGENCIES[:1],
        "paused_until": None,
    }


def card(number: int) -> Json:
    person = row(number, with_place=False)
    words = {
        "intro": _WORDS,
        "purposes": [{"id": "openings", "text": _PURPOSE}],
        "agencies": [{"id": agency["id"], "text": _AGENCY} for agency in person["agencies"]],
        "method": "web form",
        "id": "9b2f6c1e-4d0a-4d8e-9a53-6f0f2f1f7a11",
    }
    return {
        **person,
        "email": f"person.{number}@mailbox.example",
        "consent": person["consent"] | words,
        "notice": "0f3a5c7e9b1d3f5a7c9e1b3d5f7a9c1e-1",
        "source": "/ats/example/acme",
    }


def _consent(joined: datetime) -> Json:
    expires = joined + timedelta(days=365)
    return {"given_at": joined.isoformat(), "expires_at": expires.isoformat(), "version": "3", "language": "en"}


def part(form: str, first: int, last: int, *, is_complete: bool) -> str:
    """Return a part of an export, with its facts before it and its end behind it."""
    names = [(f"{number:032x}", row(number, with_place=False)["family_name"]) for number in range(first, last)]
    if form == "csv":
        head = '\ufeff"opening","R-1042 Forklift driver"\r\n"candidate","family_name"\r\n'
        lines = "".join(f'"{key}","{name}"\r\n' for key, name in names)
        return f'{head}{lines}"end","{len(names)}","{"complete" if is_complete else "not complete"}"\r\n'
    people = [{"kind": "person", "candidate": key, "family_name": name} for key, name in names]
    end = {"kind": "end", "count": len(names), "is_complete": is_complete}
    return "".join(json.dumps(line) + "\n" for line in ({"kind": "export"}, *people, end))
