"""Held, taken back, told together, stopped and released: on the deployed stack, as an ATS and an operator see it."""

import json
from datetime import UTC, datetime, timedelta

from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import NoticeRef
from ops.ledger import held_back
from ops.ledger.connection import connect_to
from tests.e2e.decisions import SOURCE, ended, rejected
from tests.e2e.deployed import Deployed, until
from tests.e2e.holding import LATER, fire_schedule, held, is_scheduled

DRIVER = {"id": "J-driver", "title": "Forklift Driver"}


def test_two_applications_of_one_person_give_one_mail_that_names_both(deployed: Deployed) -> None:
    def publish(mark: str, due: datetime) -> list[str]:
        address, person = f"both{mark}@example.com", {"id": f"C-both{mark}"}
        return [
            rejected(f"both-1{mark}", address, decided_at=due, candidate=person),
            rejected(f"both-2{mark}", address, decided_at=due, candidate=person, job=DRIVER),
        ]

    mark = held(deployed, ["both-1", "both-2"], publish)
    both = [f"both-1{mark}", f"both-2{mark}"]
    until(lambda: {deployed.state_of(SOURCE, name) for name in both} == {"ACCEPTED"}, "both to be told")

    (mail,) = deployed.mails(f"both{mark}@")
    notices = [deployed.notice(SOURCE, name) for name in both]
    assert mail["Subject"] == "Your applications to Acme Logistics"
    assert "Warehouse Associate" in mail["BodyText"]
    assert "Forklift Driver" in mail["BodyText"]
    assert len({notice["ses_message_id"] for notice in notices if notice}) == 1
    refs = {str(NoticeRef.of(SOURCE, name)) for name in both}
    assert [set(notice["claim"]["together"]) for notice in notices if notice] == [refs, refs]


def test_what_ses_says_of_a_mail_holds_for_every_application_that_it_told(deployed: Deployed) -> None:
    def publish(mark: str, due: datetime) -> list[str]:
        address, person = f"pair{mark}@example.com", {"id": f"C-pair{mark}"}
        return [rejected(f"pair-{n}{mark}", address, decided_at=due, candidate=person) for n in (1, 2)]

    mark = held(deployed, ["pair-1", "pair-2"], publish)
    pair = [f"pair-1{mark}", f"pair-2{mark}"]
    until(lambda: {deployed.state_of(SOURCE, name) for name in pair} == {"ACCEPTED"}, "both to be told")
    notice = deployed.notice(SOURCE, pair[0])
    assert notice
    head = {"messageId": notice["ses_message_id"], "timestamp": datetime.now(UTC).isoformat()}
    told = {"destination": [f"pair{mark}@example.com"], "tags": {"notice": [notice["claim"]["together"][0]]}}
    event = {"eventType": "Delivery", "mail": {**head, **told}, "delivery": {}}

    deployed.client("sns").publish(TopicArn=deployed.outputs["SesEventsTopicArn"], Message=json.dumps(event))

    until(lambda: {deployed.state_of(SOURCE, name) for name in pair} == {"DELIVERED"}, "both to be delivered")


def test_who_is_hired_hears_nothing_about_another_application(deployed: Deployed) -> None:
    due = datetime.now(UTC) + LATER
    deployed.publish(rejected("other-job", "hired@example.com", decided_at=due, candidate={"id": "C-hired"}))
    until(lambda: deployed.state_of(SOURCE, "other-job") == "HELD", "the notice to be held")

    deployed.publish(ended("hired", application_id="this-job", hired_at=due.isoformat(), candidate={"id": "C-hired"}))

    until(lambda: deployed.state_of(SOURCE, "other-job") == "RESCINDED", "it to be taken back")
    fire_schedule(deployed, "other-job")
    assert deployed.mails("hired@") == []


def test_who_withdraws_is_not_told(deployed: Deployed) -> None:
    deployed.publish(rejected("quit", "quit@example.com", decided_at=datetime.now(UTC) + LATER))
    until(lambda: deployed.state_of(SOURCE, "quit") == "HELD", "the notice to be held")

    deployed.publish(ended("withdrew", application_id="quit", withdrew_at=datetime.now(UTC).isoformat()))

    until(lambda: deployed.state_of(SOURCE, "quit") == "RESCINDED", "it to be taken back")


def test_of_who_is_erased_the_proof_stays_and_nothing_else(deployed: Deployed) -> None:
    deployed.publish(rejected("ghost", "ghost@example.com", candidate={"id": "C-ghost", "family_name": "Vanishing"}))
    deployed.mail_to("ghost@example.com")
    until(lambda: deployed.state_of(SOURCE, "ghost") == "ACCEPTED", "the notice to be marked")

    deployed.publish(ended("erased", erased_at=datetime.now(UTC).isoformat(), candidate={"id": "C-ghost"}))

    until(lambda: "decision" not in (deployed.notice(SOURCE, "ghost") or {}), "the data to be gone")
    notice = deployed.notice(SOURCE, "ghost")
    assert notice
    assert (notice["state"], len(notice["claim"]["text_sha256"])) == ("ACCEPTED", 64)
    assert not [word for word in ("ghost@", "Vanishing", "Warehouse") if word in json.dumps(notice, default=str)]
    # A decision of before that comes again brings nothing back.
    old = datetime.now(UTC) - timedelta(hours=1)
    deployed.publish(rejected("ghost-2", "ghost@example.com", decided_at=old, candidate={"id": "C-ghost"}))
    until(lambda: deployed.state_of(SOURCE, "ghost-2") == "RESCINDED", "the replay to be refused")
    assert len(deployed.mails("ghost@")) == 1


def mails_of(deployed: Deployed, mark: str) -> list[str]:
    """Return whom the burst's emails went to."""
    told = [mail["To"][0] for mail in deployed.mails("burst-")]
    return sorted(address for address in told if address.endswith(f"{mark}@example.com"))


def test_a_burst_over_the_limit_stops_and_a_release_sends_the_rest_exactly_once(deployed: Deployed) -> None:
    # The stack's limit is far below this; all arrive before the first is due.
    size = 60

    def publish(mark: str, due: datetime) -> list[str]:
        job = {"id": f"J-burst{mark}", "title": "Seasonal Picker"}
        return [
            rejected(f"burst-{n}{mark}", f"burst-{n}{mark}@example.com", decided_at=due, job=job) for n in range(size)
        ]

    mark = held(deployed, [f"burst-{n}" for n in range(size)], publish)
    names = [f"burst-{n}{mark}" for n in range(size)]
    until(lambda: len(mails_of(deployed, mark)) == 5, "the first few to go out")
    until(lambda: not is_scheduled(deployed, *names), "the schedules to be over")
    connection = connect_to(deployed.outputs["EndpointUrl"])

    def pending() -> list[Notice]:
        return [notice for notice in held_back.pending(connection) if notice.application_id in names]

    until(lambda: len(pending()) == size - 5, "the rest to be held back")
    (review_reason,) = {notice.review_reason for notice in pending()}

    held_back.release(connection, review_reason or "", size - 5, "looked at")

    until(lambda: {deployed.state_of(SOURCE, name) for name in names} == {"ACCEPTED"}, "all to be told")
    assert mails_of(deployed, mark) == sorted(f"{name}@example.com" for name in names)


def test_a_decision_of_long_ago_waits_for_a_person(deployed: Deployed) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=550)
    deployed.publish(rejected("late", "late@example.com", decided_at=long_ago))

    until(lambda: deployed.state_of(SOURCE, "late") == "HELD", "the notice to be held")

    notice = deployed.notice(SOURCE, "late")
    assert notice
    assert (notice["review_reason"], notice["review"]) == ("stale", "person")
    assert deployed.mails("late@") == []
