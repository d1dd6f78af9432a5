"""Decisions published to the deployed queue, mails read back."""

from datetime import UTC, datetime, timedelta

from ops.words.source import read_wording
from tests.e2e.decisions import SOURCE, rejected, rescinded
from tests.e2e.deployed import Deployed, until
from tests.e2e.holding import LATER, fire_schedule, held, is_scheduled

_POISON = ["not json", "[]", "{}", '{"specversion": "1.0", "type": "org.example.other"}', '{"specversion": "1.0"']


def test_a_batch_with_poison_tells_everyone_else_once_and_explains_what_it_set_aside(deployed: Deployed) -> None:
    good = [rejected(f"batch-{n}", f"batch-{n}@example.com") for n in range(80)]
    poison = [f"{_POISON[n % len(_POISON)]}{' ' * n}" for n in range(20)]
    mixed = [body for n in range(20) for body in [*good[4 * n : 4 * n + 4], poison[n]]]

    deployed.publish(*mixed)

    until(lambda: len(deployed.mails("batch-")) >= 80 and not deployed.waiting(), "80 mails")
    assert sorted(mail["To"][0] for mail in deployed.mails("batch-")) == sorted(
        f"batch-{n}@example.com" for n in range(80)
    )
    set_aside = deployed.set_aside()
    assert set(set_aside) == set(poison)
    assert {reason["error_code"] for reason in set_aside.values()} == {"not_json", "not_cloudevent", "unknown_type"}
    assert all(reason["error_detail"] and reason["original_message_id"] for reason in set_aside.values())
    assert {deployed.state_of(SOURCE, f"batch-{n}") for n in range(80)} == {"ACCEPTED"}


def test_the_same_rejection_under_other_event_ids_sends_one_mail(deployed: Deployed) -> None:
    deployed.publish(*[rejected("again", "again@example.com") for _ in range(5)])

    until(lambda: deployed.mails("again@") and not deployed.waiting(), "all five to be done")
    assert len(deployed.mails("again@")) == 1


def test_a_mail_says_what_it_has_to_say(deployed: Deployed) -> None:
    deployed.publish(rejected("words", "words@example.com", candidate={"given_name": "Zoë"}))

    mail = deployed.mail_to("words@example.com")

    assert mail["Source"] == "hiring@acme.example"
    assert mail["Subject"] == "Your application for Warehouse Associate at Acme Logistics"
    for part in (mail["BodyText"], mail["BodyHtml"]):
        flowed = " ".join(part.split())
        assert "Hello Zoë," in flowed
        assert "We are sorry, but we will not be offering you this job." in flowed
        assert deployed.link_in(mail) in flowed


def test_the_ledger_keeps_the_proof(deployed: Deployed) -> None:
    deployed.publish(rejected("delivery_status", "proof@example.com"))
    deployed.mail_to("proof@example.com")
    until(lambda: deployed.state_of(SOURCE, "delivery_status") == "ACCEPTED", "the notice to be marked")

    notice = deployed.notice(SOURCE, "delivery_status")

    assert notice
    assert notice["ses_message_id"].endswith("@email.amazonses.com")
    assert notice["claim"]["sent_to"] == "proof@example.com"
    assert notice["claim"]["template"] == read_wording("en-CA").version
    assert len(notice["claim"]["text_sha256"]) == 64
    assert [line["state"] for line in notice["history"]] == ["CLAIMED", "ACCEPTED"]


def test_nobody_is_mailed_against_can_email(deployed: Deployed) -> None:
    deployed.publish(rejected("silent", "silent@example.com", candidate={"can_email": False}))

    until(lambda: deployed.state_of(SOURCE, "silent") == "SUPPRESSED", "the notice to be suppressed")
    assert deployed.mails("silent@") == []


def test_a_held_notice_goes_out_when_it_is_due_and_one_that_is_taken_back_never_does(deployed: Deployed) -> None:
    later, due = datetime.now(UTC) + LATER, dict[str, datetime]()
    deployed.publish(rejected("back", "back@example.com", decided_at=later))
    until(lambda: deployed.state_of(SOURCE, "back") == "HELD", "the one to be held")

    def publish(mark: str, moment: datetime) -> list[str]:
        due[mark] = moment
        return [rejected(f"kept{mark}", f"kept{mark}@example.com", decided_at=moment)]

    mark = held(deployed, ["kept"], publish)
    deployed.publish(rescinded("back", later + timedelta(seconds=1)))

    until(lambda: deployed.state_of(SOURCE, "back") == "RESCINDED", "one to be taken back")
    until(lambda: deployed.state_of(SOURCE, f"kept{mark}") == "ACCEPTED", "the other to be sent")
    assert deployed.mail_to(f"kept{mark}@example.com")["Timestamp"] >= due[mark].timestamp() - 1
    until(lambda: not is_scheduled(deployed, f"kept{mark}"), "its schedule to be over")
    fire_schedule(deployed, "back")
    assert deployed.mails("back@") == []


def test_a_rescission_that_arrives_first_still_counts(deployed: Deployed) -> None:
    now = datetime.now(UTC)
    deployed.publish(rescinded("early", now))
    until(lambda: deployed.state_of(SOURCE, "early") == "RESCINDED", "the tombstone")

    deployed.publish(
        rejected("early", "early@example.com", decided_at=now - timedelta(hours=1)),
        rejected("early", "early@example.com", decided_at=now + timedelta(seconds=1)),
    )

    deployed.mail_to("early@example.com")
    until(lambda: deployed.state_of(SOURCE, "early", 2) == "ACCEPTED", "the next cycle's notice")
