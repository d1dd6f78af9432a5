"""The five calls end to end: an event of API Gateway in, its response out, with a real signed code."""

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from functions.domain.pool.key_ring import KeyRing
from functions.optin import bootstrap
from functions.runtime.employers_file import read_employers
from tests.handlers.optin_stack import SECRET, Stack, code_until, running_stack
from tests.moto_aws import client
from tests.optin_builders import (
    AREA,
    EMAIL,
    FAMILY_NAME,
    GIVEN_NAME,
    NOTICE,
    SEEDED,
    answers,
    http_event,
    invitation_code,
    opt_in,
    receipt,
)


@pytest.fixture
def stack() -> Iterator[Stack]:
    with running_stack() as stack:
        yield stack


def test_a_candidate_looks_joins_changes_takes_all_away_and_withdraws(stack: Stack) -> None:
    invitation = stack.call("GET /api/invitation")
    assert (invitation.status, invitation.json["given_name"]) == (200, GIVEN_NAME)
    assert invitation.json["opt_in"] == {"state": "none", "withdrawn_at": None, "revision": None}

    form = stack.form(agencies=["northstaff"])
    joined = stack.call("PUT /api/opt-in", form)
    assert joined.status == 200
    assert joined.json["receipt"]["notice"] == str(NOTICE)
    assert joined.json["emailed_to"] == "z…@mailbox.example"
    assert stack.call("PUT /api/opt-in", form).json == joined.json

    changed = stack.join(agencies=[], months=6).json["receipt"]
    shown = stack.call("GET /api/opt-in").json
    assert (shown["agencies"], shown["months"], shown["receipt"]) == ([], 6, changed)
    assert shown["profile"] == answers(earliest_start=None)
    assert len(shown["consents"]) == 2

    exported = stack.call("GET /api/opt-in/export")
    assert exported.headers["Content-Disposition"] == 'attachment; filename="talent-pool-export.json"'
    person = exported.json["person"]
    assert (person["email"], person["given_name"], person["family_name"]) == (EMAIL, GIVEN_NAME, FAMILY_NAME)

    withdrawn = stack.call("DELETE /api/opt-in")
    assert (withdrawn.status, withdrawn.json["state"]) == (200, "withdrawn")
    assert stack.call("DELETE /api/opt-in").json == withdrawn.json
    assert stack.call("GET /api/opt-in").problem == "no-opt-in"


def test_the_page_can_send_back_the_very_reference_of_the_words_that_it_was_shown(stack: Stack) -> None:
    shown = stack.call("GET /api/invitation").json["consent"]
    consent = {name: shown[name] for name in ("id", "version", "language", "sha256")}
    assert stack.join(consent=consent).json["receipt"]["consent"] == consent


def test_the_words_that_are_shown_are_those_of_the_company_file(stack: Stack) -> None:
    shown, policy = stack.call("GET /api/invitation").json, read_employers().default.policy
    assert shown["consent"]["intro"] == policy.consent.intro
    assert shown["consent"]["sha256"] == policy.consent.sha256(policy.agencies)
    assert shown["employer"]["name"] == policy.brand.name


def test_a_late_repeat_after_a_withdrawal_is_refused_and_a_new_page_joins_again(stack: Stack) -> None:
    stack.join()
    stack.call("DELETE /api/opt-in")
    late = stack.join()
    assert (late.status, late.problem) == (409, "withdrawn")
    shown = stack.call("GET /api/invitation").json["opt_in"]
    assert shown["state"] == "withdrawn"
    assert stack.join(rejoin_after=shown["withdrawn_at"]).status == 200
    assert stack.call("GET /api/invitation").json["opt_in"] == shown | {"state": "active", "revision": 3}
    assert stack.join().problem == "withdrawn"


def test_after_a_withdrawal_nothing_personal_is_left_in_the_pool(stack: Stack) -> None:
    stack.join()
    assert AREA in str(stack.raw()["TalentPool"])
    stack.call("DELETE /api/opt-in")
    left = str(stack.raw()["TalentPool"]).lower()
    assert [seed for seed in SEEDED if seed in left] == []


def test_a_profile_past_its_expiry_is_not_shown_though_nobody_swept_it(stack: Stack) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=400)
    stack.pool.join(opt_in(receipt=receipt(given_at=long_ago)))
    assert stack.call("GET /api/invitation").json["opt_in"]["state"] == "expired"
    assert stack.call("GET /api/opt-in").problem == "no-opt-in"
    exported = stack.call("GET /api/opt-in/export").json
    assert (exported["person"], exported["opt_in"]) == (None, None)


def test_a_code_past_its_end_opens_an_opt_in_that_stands_and_joins_nobody(stack: Stack) -> None:
    stack.code = code_until(hours=-1)
    refused = stack.join()
    assert (refused.status, refused.problem) == (401, "invitation-expired")
    stack.pool.join(opt_in(receipt=receipt(given_at=datetime.now(UTC))))
    assert stack.call("GET /api/opt-in").status == 200
    assert stack.call("DELETE /api/opt-in").status == 200
    assert stack.call("DELETE /api/opt-in").status == 200


def test_words_that_have_changed_are_to_be_read_again(stack: Stack) -> None:
    old = stack.form()["consent"] | {"version": "0"}
    refused = stack.join(consent=old)
    assert (refused.status, refused.problem) == (409, "consent-changed")


def test_a_mistake_is_named_by_its_field(stack: Stack) -> None:
    refused = stack.join(months=7)
    assert (refused.status, refused.problem) == (422, "invalid-opt-in")
    assert refused.json["errors"] == [{"pointer": "/months", "detail": "Choose one of these: 6, 12, 24 months."}]


def test_a_body_in_base64_is_read_too(stack: Stack) -> None:
    encoded = b64encode(json.dumps(stack.form()).encode()).decode()
    event = http_event("PUT /api/opt-in", stack.code, encoded) | {"isBase64Encoded": True}
    assert stack.request(event).status == 200


def test_codes_open_after_rotations_until_their_key_is_revoked(stack: Stack) -> None:
    keys = {"1": SECRET, "2": "the next secret", "3": "the one after that"}
    new = invitation_code(expires_at=datetime.now(UTC) + timedelta(days=1), keys=KeyRing("the one after that"))
    for revoked, status in (([], 200), (["1"], 401)):
        text = json.dumps({**keys, "revoked": revoked})
        client("secretsmanager").put_secret_value(SecretId="InvitationSecret", SecretString=text)
        bootstrap.ports.cache_clear()
        assert stack.call("GET /api/invitation").status == status
        assert stack.call("GET /api/invitation", code=new).status == 200
    assert stack.call("GET /api/invitation").problem == "link-replaced"
    assert stack.call("POST /api/unsubscribe/{token}").problem == "link-replaced"


@pytest.mark.parametrize("joined", [False, True], ids=["a stranger", "a member"])
@pytest.mark.parametrize(
    "route", ["GET /api/invitation", "GET /api/opt-in", "GET /api/opt-in/export", "HEAD /api/opt-in", "GET /nowhere"]
)
def test_looking_never_changes_a_table(stack: Stack, route: str, *, joined: bool) -> None:
    if joined:
        stack.join()
    before = stack.raw()
    event = http_event(route, stack.code, stack.form())
    known = route in {"GET /api/invitation", "GET /api/opt-in", "GET /api/opt-in/export"}
    stack.request(event if known else event | {"routeKey": "$default"})
    assert stack.raw() == before


def test_looking_never_changes_a_table_after_a_withdrawal_either(stack: Stack) -> None:
    stack.join()
    stack.call("DELETE /api/opt-in")
    before = stack.raw()
    for route in ("GET /api/invitation", "GET /api/opt-in", "GET /api/opt-in/export"):
        stack.call(route)
    assert stack.raw() == before
