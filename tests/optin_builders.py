"""What the optin tests start from: a company, a decision, a code, a filled-in form. Every part can be overridden."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from functions.domain.decisions.rejection import Rejection
from functions.domain.digest import keyed_digest
from functions.domain.employers.consent_text import Purpose
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.states import State
from functions.domain.personal_data import EmailAddress, PersonName
from functions.domain.pool.consent import Receipt, consent_reference, expiry
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.key_ring import KeyRing
from functions.domain.pool.membership import OptIn, Withdrawal
from functions.domain.pool.person_key import mailbox_digest, person_digest
from functions.domain.pool.unsubscribe import Unsubscribe, employer_mark
from functions.runtime.employers_file import read_employers

type Json = dict[str, Any]

DIGEST_KEY = "the key of the digests of every stack of the tests"


def keyed(plain: str) -> str:
    return keyed_digest(DIGEST_KEY, plain)


def person_key(email: str, given_name: str | None = None, family_name: str | None = None, employer: str = "") -> str:
    """The person's key in the talent pool."""
    names = [PersonName(name) if name else None for name in (given_name, family_name)]
    return keyed(person_digest(employer, EmailAddress(email), *names))


def mailbox_key(email: str = "zebulon.quill@mailbox.example", employer: str = "") -> str:
    """The key under which an employer's profiles at one address are found."""
    return f"mailbox-{keyed(mailbox_digest(employer, EmailAddress(email)))}"


NOW = datetime(2026, 11, 23, 15, 4, 5, 678901, tzinfo=UTC)
CODE_END = datetime(2026, 12, 23, 15, 4, 5, tzinfo=UTC)
SOURCE = "/ats/example/acme"
NOTICE = NoticeRef.of(SOURCE, "A-88123")
KEYS = KeyRing("a secret that signs")
SITE_URL = "https://stay.acme.example"

# No other text in the project looks like these, so that a search for them finds a leak and nothing else.
EMAIL = "zebulon.quill@mailbox.example"
GIVEN_NAME = "Zebulon"
FAMILY_NAME = "Quillfeather"
AREA = "Vellichor N1G"
CANDIDATE = person_key(EMAIL, GIVEN_NAME, FAMILY_NAME)
SEEDED = ("zebulon", "quill", "mailbox.example", "vellichor")


def policy(**changes: Any) -> EmployerPolicy:
    """The company of `company.toml`, with a second purpose that nobody has to tick."""
    standing = read_employers().default.policy
    advice = Purpose(id="advice", text="Acme Logistics may send me advice on applying.")
    consent = replace(standing.consent, purposes=[*standing.consent.purposes, advice])
    return replace(standing, **{"consent": consent, **changes})


def rejection(*, job_title: str = "Warehouse Associate", **candidate: Any) -> Rejection:
    """Named `candidate` fields replace the usual ones; None leaves a field out."""
    person = {"id": "C-42", "email": EMAIL, "given_name": GIVEN_NAME, "family_name": FAMILY_NAME, **candidate}
    return Rejection.model_validate(
        {
            "application_id": "A-88123",
            "decided_at": NOW - timedelta(days=1),
            "stage": "interviewed",
            "candidate": {name: value for name, value in person.items() if value is not None},
            "job": {"id": "J-9", "title": job_title},
        }
    )


def notice(ref: NoticeRef = NOTICE, **changes: Any) -> Notice:
    accepted = Notice(ref, State.ACCEPTED, SOURCE, "A-88123", decision=rejection())
    return replace(accepted, **changes)


def invitation_code(
    *, of: NoticeRef = NOTICE, candidate: str = CANDIDATE, expires_at: datetime = CODE_END, keys: KeyRing = KEYS
) -> str:
    return keys.sign(Invitation(of, candidate, expires_at))


def unsubscribe_token(candidate: str = CANDIDATE, keys: KeyRing = KEYS) -> str:
    return keys.sign(Unsubscribe(candidate, employer_mark(""), "en-CA"))


def answers(**changes: Any) -> Json:
    """The form's questions, answered."""
    return {
        "role_families": ["warehouse"],
        "shifts": ["day"],
        "hours": ["full_time"],
        "area": AREA,
        "distance_km": 25,
        "earliest_start": "2026-12-01",
        "licences": ["forklift"],
        "language": "en",
        "channel": "email",
        **changes,
    }


def opt_in_body(shown: EmployerPolicy | None = None, **changes: Any) -> Json:
    """The filled-in form as the page sends it, after reading the words of `shown`."""
    shown = shown or policy()
    return {
        "consent": consent_reference(shown.consent, shown.agencies),
        "purposes": ["openings"],
        "agencies": [],
        "months": 12,
        "profile": answers(),
        "rejoin_after": None,
        "revision": None,
        **changes,
    }


def http_event(
    route: str, code: str | None = None, body: Json | str | None = None, *, token: str = "", **headers: str
) -> Json:
    """A call as API Gateway's HTTP API hands it over, payload version 2.0. A body goes as JSON, a text as it is.

    `token` stands where the route's path has `{token}`.
    """
    method, _, path = route.replace("{token}", token).partition(" ")
    sent = {"host": "pages.example", "user-agent": "a browser", **{k.replace("_", "-"): v for k, v in headers.items()}}
    if code is not None:
        sent.setdefault("authorization", f"Bearer {code}")
    if body is not None:
        sent.setdefault("content-type", "application/json")
    event: Json = {
        "version": "2.0",
        "routeKey": route,
        "rawPath": path,
        "rawQueryString": "",
        "headers": sent,
        "pathParameters": {"token": token} if "{token}" in route else None,
        "requestContext": {"http": {"method": method, "path": path, "sourceIp": "192.0.2.7"}, "requestId": "r-1"},
        "isBase64Encoded": False,
    }
    return event if body is None else {**event, "body": body if isinstance(body, str) else json.dumps(body)}


LABELS = {
    "role_families": {"warehouse": "Warehouse, picking and packing"},
    "shifts": {"day": "Day"},
    "hours": {"full_time": "Full time"},
    "licences": {"forklift": "Forklift certificate"},
    "language": {"en": "English"},
    "channel": {"email": "Email"},
}


def receipt(receipt_id: str = "r1", *, given_at: datetime = NOW, months: int = 12, **changes: Any) -> Receipt:
    given = Receipt(
        id=receipt_id,
        given_at=given_at,
        expires_at=expiry(given_at, months),
        employer="Acme Logistics",
        consent={"id": "talent-pool", "version": "2", "language": "en", "sha256": "0" * 64},
        intro="You decide.",
        purposes=[{"id": "openings", "text": "May keep these details."}],
        agencies=[],
        method="web form",
        notice=str(NOTICE),
    )
    return replace(given, **changes)


def opt_in(revision: int = 1, **changes: Any) -> OptIn:
    joined = OptIn(
        candidate=CANDIDATE,
        revision=revision,
        employer="",
        source=SOURCE,
        candidate_id="C-42",
        application_id="A-88123",
        notice=NOTICE,
        join_until=CODE_END,
        email=EmailAddress(EMAIL),
        given_name=PersonName(GIVEN_NAME),
        family_name=PersonName(FAMILY_NAME),
        answers=answers(),
        months=12,
        receipt=receipt(),
        joined_at=NOW,
        request_sha256="1" * 64,
        labels=LABELS,
    )
    return replace(joined, **changes)


def withdrawal(revision: int = 2, *, withdrawn_at: datetime = NOW + timedelta(hours=1)) -> Withdrawal:
    return Withdrawal(CANDIDATE, revision, withdrawn_at, employer_name="Acme Logistics", mailbox=mailbox_key())
