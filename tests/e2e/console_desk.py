"""What the console's API answers about notices and about the access log, in the shapes that are its contract."""

from datetime import timedelta

from tests.e2e.console_people import NOW, PLACES, Json


def waiting(count: int) -> Json:
    """Return the desk's list: one burst of that many, one wording, and two single notices; nothing for none."""
    if not count:
        return {"groups": [], "entries": []}
    held = {
        "to_do": "held for review: release or discard it",
        "since": (NOW - timedelta(hours=2)).isoformat(),
        "can": ["release", "discard"],
    }
    jobs = [
        {"source": "/ats/example/acme", "title": "Forklift driver", "count": count - 2},
        {"source": "/ats/example/acme", "title": "Night picker", "count": 2},
    ]
    return {
        "groups": [
            {
                "reason": "burst-1f00d5a7c2-2026-11-28T12",
                "held": count,
                "count": count,
                "discard_count": count + 28,
                "jobs": jobs,
                **held,
            },
            {"reason": "stale", "held": 1, "count": 1, "discard_count": 1, "jobs": [{**jobs[1], "count": 1}], **held},
        ],
        "entries": [
            _entry(
                "a", "UNKNOWN", "nobody can say whether SES accepted the email", ["send", "resolve", "confirm-sent"]
            ),
            _entry("b", "BOUNCED", "the email bounced; nobody was told after all", ["resolve"]),
        ],
    }


def _entry(letter: str, state: str, meaning: str, can: list[str]) -> Json:
    return {
        "reference": f"{letter * 32}-1",
        "kind": "notice",
        "state": state,
        "source": "/ats/example/acme",
        "application_id": f"APP-{letter.upper()}-1042",
        "since": (NOW - timedelta(hours=5)).isoformat(),
        "because": "SES did not answer within the time that a worker has",
        "meaning": meaning,
        "to_do": "if SES did: confirm-sent; if it did not: send, or resolve",
        "can": can,
    }


def history(reference: str) -> Json:
    """Return two cycles of an application: one whose words can be shown, and one whose person was erased."""
    entry = _entry(reference[0], "UNKNOWN", "nobody can say whether SES accepted the email", ["send", "resolve"])
    events = [("HELD", "rejected"), ("CLAIMED", "due"), ("UNKNOWN", "no answer")]
    hours = [(NOW - timedelta(hours=9 - past)).isoformat() for past in range(len(events))]
    steps = [{"at": at, "state": state, "cause": cause} for at, (state, cause) in zip(hours, events, strict=True)]
    facts = {name: entry[name] for name in ("kind", "state", "meaning", "to_do", "can")}
    told = {
        "reference": reference,
        "cycle": 1,
        **facts,
        "due_at": hours[1],
        "attempts": [{"at": hours[1], "to": "s…@mailbox.example"}],
        "ses_reports": None,
        "corrected": [{"name": "job", "value": "J-7, Forklift driver"}, {"name": "name", "value": None}],
        "history": steps,
        "words": {"subject": "Your application", "language": "en", "text": "Hello Sam,\n\nthank you.\n\nAcme"},
        "words_missing": None,
    }
    erased: Json = {
        "words": None,
        "words_missing": "the person was erased",
        "attempts": [],
        "corrected": [],
        "due_at": None,
    }
    cycles = [told, {**told, **erased, "reference": reference[:-1] + "2", "cycle": 2, "history": steps[:1]}]
    return {
        "reference": reference,
        "source": entry["source"],
        "application_id": entry["application_id"],
        "cycles": cycles,
    }


def log_lines(first: int, last: int) -> list[Json]:
    acts = ["count", "page", "card", "export", "release", "refused"]
    criteria = {"role_families": ["warehouse"], "licences": ["forklift"], "place": PLACES[0], "undeclared": ["area"]}
    return [
        {
            "at": (NOW - timedelta(minutes=number)).isoformat(),
            "who": "6f1d2c9e-recruiter",
            "act": acts[number % len(acts)],
            "roles": ["recruiter"],
            "search": "s-1",
            "opening": None if number % len(acts) in {0, 4} else "R-1042 Forklift driver",
            "criteria": criteria if number % len(acts) < 4 else None,
            "count": number * 3,
            "ids": [],
            "request_id": f"r-{number}",
            "reason": "checked with the branch" if number % len(acts) == 4 else None,
        }
        for number in range(first, last)
    ]
