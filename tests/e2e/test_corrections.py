"""A wrong address, corrected before and after its email: the candidate is told once, where they are."""

import re
from datetime import UTC, datetime
from typing import Any

from functions.domain.notices.reference import NoticeRef
from tests.builders import ses_event
from tests.e2e.decisions import SOURCE, rejected
from tests.e2e.deployed import Deployed, until
from tests.e2e.holding import LATER, becomes_due
from tests.e2e.operator_desk import OperatorDesk


def notice_of(deployed: Deployed, application_id: str) -> dict[str, Any]:
    return deployed.notice(SOURCE, application_id) or {}


def test_an_address_that_is_corrected_within_the_hold_is_the_one_that_is_told(deployed: Deployed) -> None:
    decided_at = datetime.now(UTC) + LATER
    deployed.publish(rejected("typo", "typo-wrong@example.com", decided_at=decided_at))
    until(lambda: deployed.state_of(SOURCE, "typo") == "HELD", "the notice to be held")

    deployed.publish(rejected("typo", "typo-right@example.com", decided_at=decided_at))
    until(lambda: "typo-right@" in notice_of(deployed, "typo")["decision"], "the correction to be read")
    becomes_due(deployed, "typo")

    deployed.mail_to("typo-right@example.com")
    until(lambda: deployed.state_of(SOURCE, "typo") == "ACCEPTED", "the notice to be marked")
    assert notice_of(deployed, "typo")["claim"]["sent_to"] == "typo-right@example.com"
    assert deployed.mails("typo-wrong@") == []


def test_whose_email_bounced_is_told_once_at_the_corrected_address(deployed: Deployed, desk: OperatorDesk) -> None:
    ref = NoticeRef.of(SOURCE, "moved")
    deployed.publish(rejected("moved", "moved-old@example.com"))
    until(lambda: deployed.state_of(SOURCE, "moved") == "ACCEPTED", "the email to be sent")
    bounce = ses_event("bounce", ref, at=datetime.now(UTC), sent_to=["moved-old@example.com"])
    deployed.client("sns").publish(TopicArn=deployed.outputs["SesEventsTopicArn"], Message=bounce)
    until(lambda: deployed.state_of(SOURCE, "moved") == "BOUNCED", "the bounce to be learnt")

    correction = rejected("moved", "moved-new@example.com", decided_at=datetime.now(UTC))
    deployed.publish(correction)

    until(lambda: notice_of(deployed, "moved").get("review_reason") == "changed", "a person to be asked")
    assert deployed.mails("moved-new@") == [], "nothing is sent before a person has looked"
    assert f"{ref}" in desk.enter("pending")[1]
    assert re.search(r"corrected +address: m…@example\.com", desk.enter(f"show {ref}")[1])
    send = f"send {ref} --yes --because 'the publisher corrected the address'"
    assert desk.enter(send)[0] == 0
    deployed.mail_to("moved-new@example.com")
    until(lambda: deployed.state_of(SOURCE, "moved", 2) == "ACCEPTED", "the correction to be marked")
    # Neither a second command nor a repeat tells them again.
    assert desk.enter(send)[0] == 1
    deployed.publish(correction)
    until(lambda: not deployed.waiting() and not deployed.waiting("DueNoticesQueueUrl"), "the repeat to be done")
    assert [len(deployed.mails(f"moved-{mailbox}@")) for mailbox in ("old", "new")] == [1, 1]
    assert str(ref) not in desk.enter("pending")[1]
