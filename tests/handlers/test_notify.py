"""Batches of messages in; what is given back, sent, set aside, written and counted."""

import email
import email.policy
import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from functions.domain.notices.brake import burst_of
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.states import State
from functions.domain.personal_data import EmailAddress, PersonName
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.key_ring import KeyRing
from functions.runtime import aws
from functions.stores.dynamodb.attributes import from_item, to_item
from functions.stores.ledger.notice_item import write_notice
from functions.stores.pool.talent_pool import TalentPool
from tests.builders import DECIDED_AT, HOLD, REF, SOURCE, Json, body, claim, notice, rejected_event, rescinded_event
from tests.handlers.notify_function import Function
from tests.notify_stack import GROUP, LEDGER, POOL, POOL_SEARCH, SENDING, NotifyStack
from tests.optin_builders import keyed, opt_in, person_key, receipt

SAM = person_key("sam@example.com", "Sam", "Okafor")


def claimed_by_another(stack: NotifyStack, function: Function) -> None:
    item = write_notice(notice(state=State.CLAIMED, claim=claim(at=function.now)))
    stack.dynamodb.put_item(TableName=LEDGER, Item=to_item(item))


def test_of_a_batch_only_the_message_that_fails_is_given_back(hasty: Function) -> None:
    claimed_by_another(hasty.stack, hasty)
    good, poison, failing = rejected_event(application_id="A-1"), "not a decision", rejected_event()
    assert hasty.take(good, poison, failing) == [body(failing)]
    assert len(hasty.stack.mails()) == 1
    assert len(hasty.stack.messages("DecisionsDlq")) == 1


def test_a_message_that_can_never_be_processed_is_set_aside_with_its_reason(hasty: Function) -> None:
    event = rejected_event(stage="hired", candidate={"email": "zoltan"})
    assert hasty.take(event) == []
    (kept,) = hasty.stack.messages("DecisionsDlq")
    attributes = {name: value["StringValue"] for name, value in kept["MessageAttributes"].items()}
    assert kept["Body"] == body(event)
    assert attributes["error_code"] == "invalid_event"
    assert attributes["error_detail"].startswith("data.stage: Input should be 'applied', 'screened'")
    assert "data.candidate.email: not an email address that can be delivered to" in attributes["error_detail"]
    assert attributes["original_message_id"] == hasty.lines("message dead-lettered")[0]["message_id"]
    assert hasty.metrics()["DecisionDeadLettered"] == 1


def test_what_is_decided_in_the_future_is_set_aside(hasty: Function) -> None:
    assert hasty.take(rejected_event(decided_at="2030-01-01T00:00:00Z")) == []
    (kept,) = hasty.stack.messages("DecisionsDlq")
    assert kept["MessageAttributes"]["error_code"]["StringValue"] == "in_the_future"


def test_the_mail_that_ses_gets(hasty: Function) -> None:
    hasty.take(rejected_event())
    (sent,) = hasty.stack.mails()
    message = email.message_from_string(sent.raw_data, policy=email.policy.default)
    assert message["From"] == "Acme Logistics Hiring <hiring@acme.example>"
    assert message["To"] == "sam@example.com"
    assert message["Reply-To"] == "dana@acme.example"
    assert message["Subject"] == "Your application for Warehouse Associate at Acme Logistics"
    text = message.get_body(("plain",))
    assert text is not None
    assert text.get_content().startswith("Hello Sam,")


def invitation_in(mail: Any) -> Invitation:
    message = email.message_from_string(mail.raw_data, policy=email.policy.default)
    text = message.get_body(("plain",))
    assert text is not None
    code = text.get_content().partition("https://stay.acme.example/en-CA/stay/#")[2].split()[0]
    return KeyRing("the first key").verify(Invitation, code)


def test_the_invitation_in_a_mail_is_signed_with_the_stacks_key(hasty: Function) -> None:
    hasty.take(rejected_event())
    invitation = invitation_in(hasty.stack.mails()[0])
    assert (invitation.notice, invitation.candidate) == (REF, SAM)
    assert (invitation.expires_at - hasty.now).days == 30


@pytest.mark.parametrize(("address", "is_same"), [("sam@example.com", True), ("sam.okafor@example.net", False)])
def test_the_link_in_an_email_to_another_address_does_not_open_the_profile_of_this_one(
    hasty: Function, address: str, is_same: bool
) -> None:
    """The first one may have gone to a stranger, because the address was mistyped."""
    hasty.take(rejected_event())
    hasty.take(rescinded_event(rescinded_at=hasty.now))
    hasty.now += timedelta(minutes=1)
    hasty.take(rejected_event(decided_at=hasty.now, candidate={"email": address}))
    first, second = map(invitation_in, hasty.stack.mails())
    assert first.candidate == SAM
    assert (second.candidate == first.candidate) == is_same


@pytest.mark.parametrize(("given_name", "is_theirs"), [("Sam", True), ("", True), ("Ann", False)])
def test_whoever_is_in_the_pool_is_invited_to_their_own_profile_as_far_as_the_names_agree(
    hasty: Function, given_name: str, *, is_theirs: bool
) -> None:
    names: Json = {"given_name": PersonName("Sam"), "family_name": PersonName("Okafor")}
    sam = opt_in(candidate=SAM, email=EmailAddress("sam@example.com"), receipt=receipt(given_at=hasty.now), **names)
    TalentPool(hasty.stack.dynamodb, POOL, POOL_SEARCH, timedelta(days=1), keyed).join(sam)
    person = {"id": "C-77", "given_name": given_name, "family_name": ""}
    hasty.take(rejected_event(candidate=person))
    (mail,) = hasty.stack.mails()
    assert (invitation_in(mail).candidate == SAM) == is_theirs


def test_a_mail_without_invitation_asks_for_no_key(hasty: Function) -> None:
    hasty.stack.secrets.delete_secret(SecretId=hasty.stack.secret_arn, ForceDeleteWithoutRecovery=True)
    assert hasty.take(rejected_event(invite=False)) == []
    assert len(hasty.stack.mails()) == 1


def test_the_ledger_has_the_proof(hasty: Function) -> None:
    hasty.take(rejected_event())
    item = from_item(hasty.stack.items()[0])
    assert (item["application"], item["cycle"], item["state"]) == (REF.application, 1, "ACCEPTED")
    assert item["claim"]["sent_to"] == "sam@example.com"
    assert item["ses_message_id"]


def test_metrics_are_written_in_one_line_that_cloudwatch_reads(hasty: Function) -> None:
    hasty.take(rejected_event(x=1), rescinded_event())
    assert hasty.metrics() == {"UnknownFields": 1, "NoticeAccepted": 1, "RejectionRevokedTooLate": 1}
    line = next(json.loads(line) for line in hasty.log.getvalue().splitlines() if '"_aws"' in line)
    described = line["_aws"]["CloudWatchMetrics"][0]
    assert (described["Namespace"], described["Dimensions"]) == ("KindRegards", [["service"]])
    assert line["service"] == "notify"


def test_what_is_left_out_or_repaired_is_counted_and_logged_by_its_field_and_never_by_its_value(
    hasty: Function,
) -> None:
    given: Json = {"reason": "age", "candidate": {"given_name": "Vorname", "region": "EL"}}
    hasty.take(rejected_event(**given, job={"title": "R&amp;D Clerk", "location": "undefined, undefined"}))

    adjusted = {"ReasonIgnored", "NameLeftOut", "RegionIgnored", "TextRepaired", "PlaceLeftOut"}
    assert hasty.metrics() == {"NoticeAccepted": 1} | dict.fromkeys(adjusted, 1)
    told = next(json.loads(line) for line in hasty.log.getvalue().splitlines() if '"adjusted"' in line)
    assert told["application_id"] == "A-88123"
    assert told["adjusted"]["data.job.location"] == "PLACE_LEFT_OUT"
    assert not [value for value in ("age", "Vorname", "EL", "R&") if f'"{value}' in json.dumps(told)]


def test_a_source_of_no_employer_is_told_in_nobodys_name_and_rings(hasty: Function) -> None:
    hasty.take(rejected_event(source="/ats/example/acme/"))
    assert hasty.metrics() == {"NoticeNeedsReview": 1}
    assert from_item(hasty.stack.items()[0])["review_reason"] == "source"


def test_a_held_decision_is_scheduled_and_its_due_message_sends_it(notify: Function) -> None:
    notify.now = DECIDED_AT
    assert notify.take(rejected_event()) == []
    (schedule,) = notify.stack.scheduler.list_schedules(GroupName=GROUP)["Schedules"]
    assert notify.stack.mails() == []
    due = notify.stack.scheduler.get_schedule(Name=schedule["Name"], GroupName=GROUP)
    # 24 hours later it is Tuesday, 10:04 in Toronto: inside the window.
    assert due["ScheduleExpression"] == "at(2026-11-24T15:04:00)"
    notify.now = DECIDED_AT.replace(day=24)
    assert notify.take(due["Target"]["Input"], queue="DueNotices") == []
    assert len(notify.stack.mails()) == 1
    assert notify.metrics()["NoticeHeld"] == notify.metrics()["NoticeAccepted"] == 1


def test_a_due_message_that_comes_too_early_is_left_to_the_schedule(notify: Function) -> None:
    notify.now = DECIDED_AT
    notify.take(rejected_event())
    assert notify.take(str(REF), queue="DueNotices") == []
    assert notify.metrics() == {"NoticeHeld": 1, "NoticePostponed": 1}
    assert len(notify.stack.scheduler.list_schedules(GroupName=GROUP)["Schedules"]) == 1


def test_a_due_message_that_comes_a_little_too_early_is_given_back(notify: Function) -> None:
    notify.now = DECIDED_AT
    notify.take(rejected_event())
    notify.now = DECIDED_AT + HOLD - timedelta(minutes=15)
    assert notify.take(str(REF), queue="DueNotices") == [str(REF)]
    assert notify.lines("message returned to the queue")[0]["reason"] == "not due yet"


@pytest.mark.parametrize("message", ["nonsense", str(REF)])
def test_a_due_message_about_nothing_is_a_bug_and_given_back(notify: Function, message: str) -> None:
    assert notify.take(message, queue="DueNotices") == [message]
    assert notify.lines("message failed")[0]["error"] == "Permanent"
    assert notify.stack.messages("DecisionsDlq") == []


def test_messages_from_a_queue_that_nobody_knows_all_come_back(hasty: Function) -> None:
    with pytest.raises(KeyError):
        hasty.take("x", queue="DueNoticesDlq")


def test_a_line_says_what_became_of_each_message(hasty: Function) -> None:
    hasty.take(rejected_event(), rescinded_event())
    told, rescinded = hasty.lines("message done")
    assert (told["outcome"], told["application_id"]) == ("ACCEPTED", "A-88123")
    assert (rescinded["outcome"], rescinded["level"]) == ("REVOKED_TOO_LATE", "INFO")


def test_every_notice_of_an_email_is_counted_as_accepted_once(notify: Function) -> None:
    notify.now = DECIDED_AT
    notify.take(rejected_event(), rejected_event(application_id="A-2", job={"id": "J-2", "title": "Forklift Driver"}))
    notify.now = DECIDED_AT + HOLD
    notify.take(str(REF), queue="DueNotices")
    notify.take(str(NoticeRef.of(SOURCE, "A-2")), queue="DueNotices")
    counted = notify.metrics()
    assert (counted["NoticeAccepted"], counted["NoticeAlreadySettled"]) == (2, 1)


def test_a_batch_of_a_hundred_costs_at_most_one_call_and_a_fifth_for_each_notice(hasty: Function) -> None:
    """The send is one of them; claims, marks, the brake, the rate limit and the circuit breaker share the rest."""
    calls = Counter[str]()

    def note(**call: Any) -> None:
        calls[call["model"].name] += 1

    people = [{"id": f"C-{n}", "email": f"c{n}@example.com"} for n in range(100)]
    events = [rejected_event(application_id=f"A-{n}", candidate=person) for n, person in enumerate(people)]
    # Before the function makes its clients, which take over what is registered then.
    aws._session().register("before-parameter-build", note)
    try:
        hasty.take(rejected_event())
        calls.clear()
        hasty.take(*events)
    finally:
        aws._session().unregister("before-parameter-build", note)
    assert calls["SendEmail"] == 100
    assert calls.total() <= 120, calls


def test_a_decision_belongs_to_the_burst_of_the_hour_in_which_its_message_was_sent(notify: Function) -> None:
    # The message was sent at DECIDED_AT, and is received, for whatever reason, three hours later.
    notify.now = DECIDED_AT + timedelta(hours=3)
    notify.take(rejected_event())
    names = {item["name"]["S"] for item in notify.stack.dynamodb.scan(TableName=SENDING)["Items"]}
    assert burst_of(SOURCE, DECIDED_AT) in names
    assert burst_of(SOURCE, notify.now) not in names


def test_two_people_of_one_id_ring_and_each_is_invited_to_a_profile_of_their_own(hasty: Function) -> None:
    sam = {"id": "0"}
    kim = {"id": "0", "email": "kim@example.org", "given_name": "Kim", "family_name": "Larsen"}
    assert hasty.take(rejected_event(candidate=sam), rejected_event(application_id="A-2", candidate=kim)) == []
    invited = [invitation_in(mail) for mail in hasty.stack.mails()]
    assert len({one.candidate for one in invited}) == 2
    assert {one.notice for one in invited} == {REF, NoticeRef.of(SOURCE, "A-2")}
    assert hasty.metrics()["CandidateIdShared"] == 2
