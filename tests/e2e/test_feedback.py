"""SES's events on the deployed topic end in the ledger, and what nothing settles ends with a person."""

from datetime import UTC, datetime, timedelta
from typing import Any

from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import Reviewer
from functions.domain.notices.states import State
from functions.domain.personal_data import EmailAddress
from functions.stores.dynamodb.attributes import to_item, to_text
from functions.stores.ledger.notice_item import write_notice
from functions.stores.ledger.review_index import list_of
from tests.builders import claim, notice, rejection, ses_event
from tests.e2e.decisions import SOURCE, rejected
from tests.e2e.deployed import Deployed, until


def publish(deployed: Deployed, application_id: str, *kinds: str) -> None:
    """As SES does."""
    sns, ref = deployed.client("sns"), NoticeRef.of(SOURCE, application_id)
    for kind in kinds:
        event = ses_event(kind, ref, at=datetime.now(UTC))
        sns.publish(TopicArn=deployed.outputs["SesEventsTopicArn"], Message=event)


def becomes(deployed: Deployed, application_id: str, state: str) -> dict[str, Any]:
    until(lambda: deployed.state_of(SOURCE, application_id) == state, f"{application_id} to be {state}")
    found = deployed.notice(SOURCE, application_id)
    assert found is not None
    return found


def told(deployed: Deployed, *application_ids: str) -> None:
    deployed.publish(*(rejected(name, f"{name}@example.com") for name in application_ids))
    for name in application_ids:
        becomes(deployed, name, "ACCEPTED")


def sweep(deployed: Deployed) -> None:
    functions = deployed.client("lambda").list_functions()["Functions"]
    (name,) = [function["FunctionName"] for function in functions if "Sweep" in function["FunctionName"]]
    answer = deployed.client("lambda").invoke(FunctionName=name, Payload=b"{}")
    assert "FunctionError" not in answer, answer["Payload"].read()


def left_behind(deployed: Deployed, application_id: str, state: State, hours: int) -> None:
    """A notice as a worker left it that died, that many hours ago."""
    then = datetime.now(UTC) - timedelta(hours=hours)
    held_by = None if state is State.HELD else claim(at=then)
    ref, decided = (
        NoticeRef.of(SOURCE, application_id),
        rejection(decided_at=then, candidate={"email": f"{application_id}@example.com"}),
    )
    old = notice(ref=ref, application_id=application_id, decision=decided, due_at=then, claim=held_by)
    values = write_notice(old) | {
        "state": state.value,
        "review": list_of(Reviewer.SWEEP, ref),
        "review_at": to_text(then),
    }
    deployed.client("dynamodb").put_item(TableName=deployed.outputs["NoticeLedgerTable"], Item=to_item(values))


def test_an_event_ends_in_the_ledger_whatever_the_order_of_arrival(deployed: Deployed) -> None:
    told(deployed, "delivered", "bounced-off", "complained", "delayed")
    publish(deployed, "delivered", "delivery", "send", "delivery")
    publish(deployed, "bounced-off", "bounce", "delivery", "send")
    publish(deployed, "complained", "complaint", "delivery")
    publish(deployed, "delayed", "delay", "a kind that nobody knows")

    assert becomes(deployed, "delivered", "DELIVERED")["history"][-1]["cause"] == "SES: Delivery"
    assert becomes(deployed, "bounced-off", "BOUNCED")["review"] == "person"
    becomes(deployed, "complained", "COMPLAINED")
    until(lambda: len(deployed.notice(SOURCE, "delayed")["history"]) == 4, "both events to be kept")  # type: ignore[index]
    assert deployed.state_of(SOURCE, "delayed") == "ACCEPTED"


def test_whose_address_bounced_gets_no_further_mail(deployed: Deployed) -> None:
    told(deployed, "gone")
    publish(deployed, "gone", "bounce")
    becomes(deployed, "gone", "BOUNCED")

    deployed.publish(rejected("gone-2", "GONE@example.com"))

    suppressed = becomes(deployed, "gone-2", "SUPPRESSED")
    assert suppressed["history"][-1]["cause"] == "do-not-contact: bounced"
    assert len(deployed.mails("gone@") + deployed.mails("GONE@")) == 1


def test_what_a_dead_worker_left_is_settled_by_sess_own_event(deployed: Deployed) -> None:
    left_behind(deployed, "witnessed", State.CLAIMED, hours=0)
    publish(deployed, "witnessed", "send")
    assert "review" not in becomes(deployed, "witnessed", "ACCEPTED")


def test_what_no_event_settles_waits_for_a_person_and_what_got_lost_is_asked_for_again(deployed: Deployed) -> None:
    left_behind(deployed, "in-doubt", State.CLAIMED, hours=2)
    left_behind(deployed, "forgotten", State.HELD, hours=2)

    sweep(deployed)

    assert becomes(deployed, "in-doubt", "UNKNOWN")["review"] == "person"
    becomes(deployed, "forgotten", "ACCEPTED")
    sweep(deployed)
    assert deployed.logged('"NoticesInReview":[', again=lambda: sweep(deployed))
    assert deployed.mails("in-doubt") == []


def test_what_is_no_event_is_kept_with_its_reason_and_what_is_not_ours_is_done(deployed: Deployed) -> None:
    greeting = "Successfully validated SNS topic for Amazon SES event publishing."
    foreign = ses_event("send").replace('"notice"', '"campaign"')
    for message in (greeting, foreign, "not json", ses_event("send")):
        deployed.client("sns").publish(TopicArn=deployed.outputs["SesEventsTopicArn"], Message=message)
    kept: dict[str, str] = {}

    def explained() -> int:
        answer = deployed.client("sqs").receive_message(
            QueueUrl=deployed.resource("SesEventsDlq"), MessageAttributeNames=["All"], MaxNumberOfMessages=10
        )
        for message in answer.get("Messages", []):
            kept[message["Body"]] = message["MessageAttributes"]["error_code"]["StringValue"]
        return len(kept)

    until(lambda: explained() >= 2, "both to be set aside")
    # The other two come back for no second try. Their metrics are tests/handlers' to see: a log line may get lost here.
    until(lambda: not deployed.waiting(deployed.resource("SesEvents")), "the others to be done")
    explained()
    assert kept == {"not json": "not_json", ses_event("send"): "unknown_notice"}


def test_nothing_in_the_table_that_all_share_leads_to_a_person(deployed: Deployed) -> None:
    tables = deployed.client("dynamodb").list_tables()["TableNames"]
    (name,) = [table for table in tables if "Sending" in table]
    shown = repr(deployed.client("dynamodb").scan(TableName=name)["Items"])
    assert EmailAddress("gone@example.com").reveal() not in shown
    assert "next_at" in shown
