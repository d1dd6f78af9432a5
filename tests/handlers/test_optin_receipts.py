"""Joining as Lambda runs it: one mail at SES, byte for byte, and one click that takes it all back."""

import email
import email.policy
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

import pytest

from functions.domain.personal_data import EmailAddress
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.key_ring import KeyRing
from functions.stores.sending.do_not_contact import DoNotContactStore
from tests.handlers.optin_stack import KEEP, SECRET, Reply, Stack, running_stack
from tests.handlers.test_optin_failures import metrics_of
from tests.moto_aws import client
from tests.optin_builders import AREA, EMAIL, FAMILY_NAME, GIVEN_NAME, NOW, SEEDED, SITE_URL, http_event, keyed

GET, POST = "GET /api/unsubscribe/{token}", "POST /api/unsubscribe/{token}"


@pytest.fixture
def stack() -> Iterator[Stack]:
    with running_stack() as stack:
        yield stack


def the_mail(stack: Stack) -> EmailMessage:
    (sent,) = stack.mails()
    assert set(sent.destinations) == {EMAIL}
    message = email.message_from_string(sent.raw_data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def opened_by(text: str) -> Invitation:
    """What the link in the text opens, whenever it was made."""
    (code,) = re.findall(rf"{SITE_URL}/en-CA/stay/#(\S+)", text)
    return replace(KeyRing(SECRET).verify(Invitation, code), issued_at=None)


def receipts(stack: Stack) -> list[dict[str, Any]]:
    """The ledger's items of receipts."""
    return [
        item
        for item in stack.raw()["NoticeLedger"]
        if item.get("letter", {"M": {}})["M"].get("kind") == {"S": "receipt"}
    ]


def click(stack: Stack, address: str, body: str | None = "List-Unsubscribe=One-Click") -> Reply:
    """As a mail provider does, at the address of the header."""
    path, _, token = urlsplit(address.strip("<>")).path.rpartition("/")
    form = {"content_type": "application/x-www-form-urlencoded", "accept": "*/*"} if body else {}
    return stack.request(http_event(f"POST {path}/{{token}}", body=body, token=token, **form))


def test_whoever_joins_gets_one_mail_with_both_headers_of_one_click_unsubscribe(stack: Stack) -> None:
    receipt = stack.join(agencies=["northstaff"]).json["receipt"]
    message = the_mail(stack)
    assert str(message["List-Unsubscribe"]).startswith(f"<{SITE_URL}/api/unsubscribe/{stack.token}>, <mailto:")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (item,) = receipts(stack)
    assert message["Message-ID"] == f"<{item['application']['S']}-1@acme.example>"
    assert item["letter"]["M"]["about"]["S"] == receipt["id"]
    assert message["Auto-Submitted"] == "auto-generated"
    text = message.get_body(("plain",))
    assert text is not None
    said = text.get_content()
    assert said.startswith(f"Hello {GIVEN_NAME},")
    agreed = (receipt["intro"], *(part["text"] for part in receipt["purposes"] + receipt["agencies"]))
    assert [part for part in agreed if part not in said] == []
    assert opened_by(said) == opened_by(f"{SITE_URL}/en-CA/stay/#{stack.code}")
    assert [word for word in (EMAIL, FAMILY_NAME, AREA, "forklift") if word in said] == []


def test_the_same_request_again_sends_nothing(stack: Stack) -> None:
    for _ in range(3):
        assert stack.join().status == 200
    assert len(stack.mails()) == 1


def test_a_change_of_what_is_agreed_to_sends_another(stack: Stack) -> None:
    stack.join()
    stack.join(agencies=["northstaff"])
    assert len(stack.mails()) == 2


def test_whoever_leaves_and_joins_again_gets_the_receipt_of_today_alone(stack: Stack) -> None:
    stack.join()
    left = stack.call("DELETE /api/opt-in").json
    today = stack.join(rejoin_after=left["withdrawn_at"], months=6).json["receipt"]
    the_mail(stack)
    by_receipt = {item["letter"]["M"]["about"]["S"]: item["state"]["S"] for item in receipts(stack)}
    assert sorted(by_receipt.values()) == ["ACCEPTED", "RESCINDED"]
    assert by_receipt[today["id"]] == "ACCEPTED"


def test_where_ses_refuses_the_opt_in_is_recorded_and_the_receipt_waits_for_a_person(stack: Stack) -> None:
    client("sesv2").delete_email_identity(EmailIdentity="acme.example")
    reply = stack.join()
    assert (reply.status, stack.mails()) == (200, [])
    assert metrics_of(reply) == {"Answered2xx": 1}
    assert [item["state"]["S"] for item in receipts(stack)] == ["REFUSED"]
    assert [item["review"]["S"] for item in receipts(stack)] == ["person"]
    assert stack.call("GET /api/opt-in").json["receipt"] == reply.json["receipt"]


def test_where_the_queue_is_gone_the_opt_in_is_recorded_and_the_sweep_finds_the_receipt(stack: Stack) -> None:
    client("sqs").delete_queue(QueueUrl=os.environ["DUE_NOTICES_QUEUE_URL"])
    reply = stack.join()
    assert reply.status == 200
    assert metrics_of(reply) == {"Answered2xx": 1, "LetterNotQueued": 1}
    (line,) = [line for line in reply.lines if line.get("message") == "letter not queued"]
    assert line["error"] == "QueueDoesNotExist"
    assert [item["review"]["S"][:6] for item in receipts(stack)] == ["sweep-"]


def test_no_mail_goes_to_an_address_on_the_list(stack: Stack) -> None:
    barred = DoNotContactStore(stack.dynamodb, "Sending", KEEP, keyed)
    barred.add(EmailAddress(EMAIL), "complained", NOW)
    reply = stack.join()
    assert (reply.status, stack.mails()) == (200, [])
    assert [item["state"]["S"] for item in receipts(stack)] == ["SUPPRESSED"]


@pytest.mark.parametrize(
    "body", ["List-Unsubscribe=One-Click", None, "x" * 20_000, "{"], ids=["form", "none", "long", "odd"]
)
def test_one_click_takes_somebody_out_whatever_the_body(stack: Stack, body: str | None) -> None:
    stack.join()
    address = str(the_mail(stack)["List-Unsubscribe"]).partition(",")[0]
    for _ in range(2):
        reply = click(stack, address, body)
        assert (reply.status, reply.is_page) == (200, True)
    assert stack.call("GET /api/opt-in").problem == "no-opt-in"
    left = str(stack.raw()["TalentPool"]).lower()
    assert [seed for seed in SEEDED if seed in left] == []
    methods = [consent["method"] for consent in stack.call("GET /api/opt-in/export").json["consents"]]
    assert methods == ["web form", "one-click unsubscribe"]


def test_one_click_of_somebody_who_never_joined_is_the_same_answer_and_writes_nothing(stack: Stack) -> None:
    before = stack.raw()
    never = stack.call(POST)
    assert stack.raw() == before
    stack.join()
    joined = stack.call(POST)
    assert (never.status, never.text, never.headers) == (joined.status, joined.text, joined.headers)


@pytest.mark.parametrize("joined", [False, True], ids=["a stranger", "a member"])
def test_looking_at_the_link_changes_no_table(stack: Stack, *, joined: bool) -> None:
    if joined:
        stack.join()
    before = stack.raw()
    for _ in range(3):
        assert stack.call(GET).is_page
    head = http_event(GET, token=stack.token) | {"routeKey": "$default"}
    assert stack.request(head).status == 405
    assert stack.raw() == before


def test_no_line_of_the_log_holds_the_token_or_leads_to_the_person(stack: Stack) -> None:
    replies = [stack.join(), stack.call(GET), stack.call(POST), stack.call(POST)]
    replies.append(stack.request(http_event(GET, token=stack.token) | {"routeKey": "$default"}))
    replies.append(stack.request(http_event(POST, token=f"{stack.token}x")))
    logged = "".join(reply.log for reply in replies)
    assert {reply.status for reply in replies} == {200, 404, 405}
    assert stack.token[4:] not in logged
    assert [seed for seed in SEEDED if seed in logged.lower()] == []
