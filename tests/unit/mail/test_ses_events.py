"""What an event of SES means for a notice, and that nothing in it is repeated that may lead to a person."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.errors import Permanent
from functions.domain.notices.states import STATE_BY_STATUS, DeliveryStatus
from functions.mail.ses_events import MailEvent, is_topic_validation, parse_mail_event
from tests.builders import DECIDED_AT, REF, body, minutes, ses_event

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=12,
)


def event(kind: str, **detail: Any) -> MailEvent:
    """An event with that detail, in SES's own shape."""
    head = {"messageId": "ses-1", "timestamp": DECIDED_AT, "tags": {"notice": [str(REF)]}}
    return parse_mail_event(body({"eventType": kind, "mail": head, kind[0].lower() + kind[1:]: detail}))


BOUNCES = {
    ("Permanent", "General"): DeliveryStatus.HARD_BOUNCED,
    ("Permanent", "NoEmail"): DeliveryStatus.HARD_BOUNCED,
    ("Permanent", "OnAccountSuppressionList"): DeliveryStatus.HARD_BOUNCED,
    ("Transient", "General"): DeliveryStatus.SOFT_BOUNCED,
    ("Transient", "MailboxFull"): DeliveryStatus.SOFT_BOUNCED,
    ("Undetermined", "Undetermined"): DeliveryStatus.SOFT_BOUNCED,
}


@pytest.mark.parametrize(
    ("kind", "proof"),
    [
        ("Send", DeliveryStatus.SENT),
        ("Delivery", DeliveryStatus.DELIVERED),
        ("Reject", DeliveryStatus.REJECTED),
        ("Rendering Failure", DeliveryStatus.REJECTED),
        ("DeliveryDelay", None),
        ("Open", None),
        ("Click", None),
        ("Subscription", None),
        ("Something New", None),
    ],
)
def test_a_kind_of_event_proves(kind: str, proof: DeliveryStatus | None) -> None:
    assert event(kind).meaning.delivery_status is proof
    assert event(kind).cause == f"SES: {kind}"
    assert event(kind).meaning.suppression_cause is None


@pytest.mark.parametrize(("kinds", "proof"), BOUNCES.items())
def test_a_bounce_proves_and_only_one_for_good_bars_the_address(kinds: tuple[str, str], proof: DeliveryStatus) -> None:
    bounced = event("Bounce", bounceType=kinds[0], bounceSubType=kinds[1])
    assert bounced.meaning.delivery_status is proof
    assert bounced.meaning.suppression_cause == ("bounced" if proof is DeliveryStatus.HARD_BOUNCED else None)
    assert bounced.cause == f"SES: Bounce, {kinds[0]}, {kinds[1]}"


def test_a_delay_says_why() -> None:
    delayed = event("DeliveryDelay", delayType="MailboxFull", timestamp=DECIDED_AT + minutes(9))
    assert (delayed.cause, delayed.at) == ("SES: DeliveryDelay, MailboxFull", DECIDED_AT + minutes(9))


def test_a_complaint_bars_the_address() -> None:
    complained = event("Complaint", complaintFeedbackType="abuse")
    assert (complained.meaning.delivery_status, complained.meaning.suppression_cause) == (
        DeliveryStatus.COMPLAINED,
        "complained",
    )


def test_who_says_that_it_is_no_spam_does_not_complain() -> None:
    praised = event("Complaint", complaintFeedbackType="not-spam")
    assert (praised.meaning.delivery_status, praised.meaning.suppression_cause) == (None, None)


def test_a_complaint_from_the_suppression_list_means_that_nothing_was_delivered() -> None:
    barred = event("Complaint", complaintSubType="OnAccountSuppressionList")
    assert (barred.meaning.delivery_status, barred.meaning.suppression_cause) == (
        DeliveryStatus.HARD_BOUNCED,
        "complained",
    )


def test_an_event_says_when_it_happened_and_to_which_notice() -> None:
    later = DECIDED_AT + minutes(3)
    delivered = event("Delivery", timestamp=later)
    assert (delivered.at, delivered.ref, delivered.provider_message_id) == (later, REF, "ses-1")
    assert event("Send").at == DECIDED_AT


def test_snss_envelope_is_opened() -> None:
    inside = ses_event("delivery")
    assert parse_mail_event(json.dumps({"Type": "Notification", "Message": inside})) == parse_mail_event(inside)


def test_a_notification_of_an_identity_has_no_tag_and_is_foreign() -> None:
    head = {"messageId": "ses-1", "timestamp": DECIDED_AT}
    foreign = parse_mail_event(body({"notificationType": "Delivery", "mail": head}))
    assert (foreign.ref, foreign.meaning.delivery_status) == (None, DeliveryStatus.DELIVERED)


def test_what_ses_says_to_a_new_topic_is_a_greeting_and_nothing_else_is() -> None:
    assert is_topic_validation("Successfully validated SNS topic for Amazon SES event publishing.")
    confirmed = json.dumps({"notificationType": "AmazonSnsSubscriptionSucceeded", "message": "You have subscribed."})
    assert is_topic_validation(confirmed)
    assert is_topic_validation(json.dumps({"Type": "Notification", "Message": confirmed}))
    about_an_email = json.loads(confirmed) | {"mail": {"messageId": "x"}}
    quoting = {"eventType": "Send", "mail": {"messageId": "AmazonSnsSubscriptionSucceeded"}}
    others = ["", "not json", ses_event("send"), json.dumps(about_an_email), json.dumps(quoting)]
    assert not any(map(is_topic_validation, [*others, "AmazonSnsSubscriptionSucceeded"]))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_json"),
        ("not json", "not_json"),
        ("[]", "not_ses_event"),
        ("{}", "not_ses_event"),
        ('{"eventType": "Send"}', "not_ses_event"),
        (ses_event("send").replace(str(REF), "zoltan"), "invalid_reference"),
    ],
)
def test_what_is_no_event_is_set_aside(text: str, code: str) -> None:
    with pytest.raises(Permanent) as caught:
        parse_mail_event(text)
    assert caught.value.code == code


def test_no_error_and_no_cause_repeats_what_may_lead_to_a_person() -> None:
    who = "zoltan@quux.example"
    with pytest.raises(Permanent) as caught:
        parse_mail_event(json.dumps({"eventType": "Send", "mail": {"messageId": [who], "timestamp": who}}))
    assert "zoltan" not in caught.value.detail
    head = {"messageId": "ses-1", "timestamp": DECIDED_AT, "tags": {who: who, "notice": {who: who}}}
    with pytest.raises(Permanent) as caught:
        parse_mail_event(body({"eventType": "Send", "mail": head, who: who}))
    assert caught.value.detail == "not an event of SES: mail.tags.notice"
    bounced = event("Bounce", bounceType="Permanent", bounceSubType=who, bouncedRecipients=[{"emailAddress": who}])
    assert bounced.cause == "SES: Bounce, Permanent, other"
    assert event("Reject", reason=f"Bad content for {who}").cause == "SES: Reject"


@given(json_values)
def test_any_json_is_an_event_or_set_aside(value: object) -> None:
    for text in (json.dumps(value), json.dumps({"eventType": "Bounce", "mail": value, "bounce": value})):
        try:
            assert parse_mail_event(text)
        except Permanent as reason:
            assert reason.code in {"not_json", "not_ses_event", "invalid_reference"}  # noqa: PT017


@given(st.text())
def test_any_text_is_an_event_or_set_aside(text: str) -> None:
    try:
        assert parse_mail_event(text)
    except Permanent as reason:
        assert reason.code in {"not_json", "not_ses_event"}  # noqa: PT017


def test_every_proof_leads_to_a_state() -> None:
    assert set(STATE_BY_STATUS) == set(DeliveryStatus)
