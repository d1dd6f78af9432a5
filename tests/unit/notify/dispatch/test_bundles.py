"""One person, one mail: what falls on the same day is told together, and each application knows which mail told it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from functions.domain.errors import Throttled, Transient
from functions.domain.notices.reference import NoticeRef
from functions.domain.personal_data import EmailAddress
from functions.notify.outcome import NoticeOutcome
from tests.builders import DECIDED_AT, HOLD, REF, SOURCE, minutes, rejected
from tests.fakes.notify import World

OTHER = NoticeRef.of(SOURCE, "A-2")
DRIVER = {"id": "J-2", "title": "Forklift Driver", "location": "Milton, ON"}


@pytest.fixture
def hasty() -> World:
    return World(hold=timedelta(0))


@pytest.fixture
def held() -> World:
    """Two notices of one person, due now."""
    world = World()
    world.reject()
    world.reject(application_id="A-2", job=DRIVER)
    world.wait(HOLD)
    return world


def test_two_decisions_of_one_batch_are_one_mail_that_names_both_jobs(hasty: World) -> None:
    results = hasty.tell(rejected(), rejected(application_id="A-2", job=DRIVER))
    assert results == [NoticeOutcome.ACCEPTED] * 2
    ((ref, mail),) = hasty.mailer.accepted
    assert ref == REF
    assert "Warehouse Associate" in mail.text
    assert "Forklift Driver" in mail.text


def test_one_mailbox_at_two_employers_is_two_mails(hasty: World) -> None:
    hasty.employers["/ats/example/harbour"] = "harbour"
    results = hasty.tell(rejected(), rejected(source="/ats/example/harbour", application_id="A-2", job=DRIVER))
    assert results == [NoticeOutcome.ACCEPTED] * 2
    assert [("Forklift Driver" in mail.text) for _, mail in hasty.mailer.accepted] == [False, True]


def test_a_mail_does_not_wait_for_another_employers_answer(hasty: World) -> None:
    hasty.employers["/ats/example/harbour"] = "harbour"
    later = hasty.now + timedelta(minutes=5)
    elsewhere = rejected(source="/ats/example/harbour", application_id="A-2", decided_at=later)
    assert hasty.tell(elsewhere) == [NoticeOutcome.HELD]
    assert hasty.reject() is NoticeOutcome.ACCEPTED


def test_what_people_typed_at_length_goes_into_more_than_one_mail(hasty: World) -> None:
    note, titles = "🙂" * 500, [f"Job {number}" for number in range(5)]
    asked = [
        rejected(application_id=f"A-{number}", note=note, job={"id": f"J-{number}", "title": title})
        for number, title in enumerate(titles)
    ]
    assert hasty.tell(*asked) == [NoticeOutcome.ACCEPTED] * 5
    mails = [mail for _, mail in hasty.mailer.accepted]
    assert [sum(title in mail.text for title in titles) for mail in mails] == [2, 2, 1]
    assert max(len(mail.raw) for mail in mails) < 30_000


def test_each_application_shows_which_mail_told_it(held: World) -> None:
    held.send_due(OTHER)
    notices = [held.ledger.notices[ref] for ref in (REF, OTHER)]
    claims = [notice.claim for notice in notices if notice.claim]
    assert [notice.ses_message_id for notice in notices] == ["ses-1"] * 2
    assert claims[0] == claims[1]
    assert claims[0].together == (OTHER, REF)
    assert held.send_due(REF) is NoticeOutcome.ALREADY_SETTLED


@pytest.mark.parametrize(
    ("candidate", "mails"),
    [
        ({"id": "C-99"}, 1),  # the same address
        ({"id": "C-99", "email": "SAM@example.com"}, 1),
        ({"id": "C-99", "given_name": "Kim"}, 2),  # a shared mailbox
        ({"id": "C-99", "email": "kim@example.com"}, 2),
        ({"email": "sam@other.example"}, 1),  # the same candidate
    ],
)
def test_the_same_person_is_the_same_id_or_the_same_address(
    hasty: World, candidate: dict[str, str], mails: int
) -> None:
    hasty.tell(rejected(), rejected(application_id="A-2", candidate=candidate))
    assert len(hasty.mailer.accepted) == mails


def test_who_is_due_first_waits_for_the_answer_that_is_due_later_that_day() -> None:
    world = World()
    world.reject()
    world.wait(minutes(90))
    world.reject(application_id="A-2", decided_at=DECIDED_AT + minutes(90))
    world.wait(HOLD - minutes(90))
    assert world.send_due(REF) is NoticeOutcome.POSTPONED
    assert world.scheduler.scheduled[REF] == world.now + minutes(90)
    world.wait(minutes(90))
    assert world.send_due(REF) is NoticeOutcome.ACCEPTED
    assert len(world.mailer.accepted) == 1
    assert world.states() == ["ACCEPTED"] * 2


def test_who_waits_for_a_later_answer_goes_out_alone_where_that_one_is_taken_back_meanwhile() -> None:
    world = World()
    world.reject()
    world.wait(minutes(90))
    world.reject(application_id="A-2", decided_at=DECIDED_AT + minutes(90))
    world.scheduler.fire(world.now + HOLD - minutes(90))
    world.wait(HOLD - minutes(90))
    assert world.send_due(REF) is NoticeOutcome.POSTPONED
    world.rescind(application_id="A-2", rescinded_at=world.now)
    world.wait(minutes(90))
    # Both schedules fire; nothing is left on the queue, and nothing is left to the sweep.
    outcomes = world.tell(*world.scheduler.fire(world.now))
    assert set(outcomes) == {NoticeOutcome.ACCEPTED, NoticeOutcome.ALREADY_SETTLED}
    assert (world.told(), sorted(world.states())) == ([REF], ["ACCEPTED", "RESCINDED"])


def test_for_an_answer_that_is_due_within_minutes_the_message_waits_on_its_queue() -> None:
    world = World()
    world.reject()
    world.wait(minutes(15))
    world.reject(application_id="A-2", decided_at=DECIDED_AT + minutes(15))
    world.wait(HOLD - minutes(15))
    with pytest.raises(Transient, match="later today") as waits:
        world.send_due(REF)
    assert waits.value.after == minutes(15)
    assert world.notice().postponements == 0


def test_what_is_due_on_another_day_is_another_mail(held: World) -> None:
    held.reject(application_id="A-3", decided_at=held.now)
    assert held.send_due(REF) is NoticeOutcome.ACCEPTED
    assert held.ledger.notices[NoticeRef.of(SOURCE, "A-3")].state == "HELD"


def test_what_was_taken_back_is_not_told_with_the_other(held: World) -> None:
    held.rescind(application_id="A-2")
    held.send_due(REF)
    ((_, mail),) = held.mailer.accepted
    assert "Forklift Driver" not in mail.text


def test_what_is_taken_back_while_both_are_about_to_be_claimed_stops_the_mail_that_names_it(held: World) -> None:
    held.at("before claim_all", lambda: held.rescind(application_id="A-2"))
    with pytest.raises(Transient, match="look again"):
        held.send_due(REF)
    assert held.told() == []
    assert held.send_due(REF) is NoticeOutcome.ACCEPTED
    assert "Forklift Driver" not in held.mailer.accepted[0][1].text


def test_a_mail_of_two_that_was_throttled_goes_out_later_as_one(held: World) -> None:
    held.mailer.answers = [Throttled("TooManyRequestsException")]
    with pytest.raises(Throttled):
        held.send_due(REF)
    assert held.states() == ["HELD"] * 2
    held.send_due(OTHER)
    assert (len(held.mailer.accepted), held.states()) == (1, ["ACCEPTED"] * 2)


def test_an_application_that_is_open_again_is_named_as_open(held: World) -> None:
    held.rescind(application_id="A-2")
    held.send_due(REF)
    assert "You have another application open with us" in held.mailer.accepted[0][1].text


@pytest.mark.parametrize("end", ["hire", "withdraw"])
def test_what_was_withdrawn_or_led_to_a_hire_is_not_called_open(held: World, end: str) -> None:
    if end == "withdraw":
        held.withdraw(application_id="A-2")
    held.send_due(REF)
    assert "other application open" not in held.mailer.accepted[0][1].text


def test_the_employers_own_word_counts_unless_another_no_is_on_its_way(held: World) -> None:
    held.tell(rejected(application_id="A-4", candidate={"id": "C-4", "email": "a@b.example", "others_open": True}))
    held.wait(timedelta(days=1))
    held.send_due(NoticeRef.of(SOURCE, "A-4"))
    assert "You have another application open with us" in held.mailer.accepted[0][1].text


def test_a_mail_names_at_most_fifty_jobs(hasty: World) -> None:
    events = [rejected(application_id=f"A-{n}", job={"id": f"J-{n}", "title": f"Job {n}"}) for n in range(60)]
    assert hasty.tell(*events) == [NoticeOutcome.ACCEPTED] * 60
    assert len(hasty.mailer.accepted) == 2


def test_the_day_is_the_candidates_own() -> None:
    """Half past eleven in the evening and half past midnight in Toronto are one day in UTC, and two for the person."""
    world = World(now=datetime(2026, 11, 24, 4, 30, tzinfo=UTC))
    world.reject(decided_at=world.now)
    world.reject(application_id="A-2", decided_at=world.now + minutes(60))
    world.wait(HOLD)
    assert world.send_due(REF) is NoticeOutcome.ACCEPTED
    assert (world.ledger.notices[REF].state, world.ledger.notices[OTHER].state) == ("ACCEPTED", "HELD")


def test_who_has_no_name_does_not_bring_two_people_of_one_id_together(hasty: World) -> None:
    people: list[dict[str, str | None]] = [
        {"given_name": None, "family_name": None, "email": "somebody@example.com"},
        {"given_name": "Sam"},
        {"given_name": "Alex", "email": "alex@example.com"},
    ]
    events = [
        rejected(application_id=f"A-{n}", candidate=who, job={"id": f"J-{n}", "title": f"Job {n}"})
        for n, who in enumerate(people)
    ]
    hasty.tell(*events)
    assert [("Job 1" in mail.text, "Job 2" in mail.text) for _, mail in hasty.mailer.accepted] == [
        (True, False),
        (False, True),
    ]


def test_who_is_new_and_waits_for_a_later_answer_is_in_the_ledger_meanwhile() -> None:
    world = World()
    world.reject(application_id="A-2")
    world.wait(HOLD - minutes(60))
    assert world.reject(decided_at=DECIDED_AT - timedelta(days=1)) is NoticeOutcome.HELD
    assert (world.ledger.notices[REF].state, world.scheduler.scheduled[REF]) == ("HELD", DECIDED_AT + HOLD)
    assert world.rescind() is NoticeOutcome.REVOKED


def test_nobody_waits_for_another_answer_beyond_their_own_time(held: World) -> None:
    held.ledger.notices[REF] = replace(held.ledger.notices[REF], latest_at=held.now + minutes(30))
    held.reject(application_id="A-3", decided_at=held.now - HOLD + minutes(60))
    assert held.send_due(REF) is NoticeOutcome.ACCEPTED


def test_of_one_barred_address_all_answers_end_at_once(hasty: World) -> None:
    hasty.do_not_contact.add(EmailAddress("sam@example.com"), "bounced", DECIDED_AT)
    assert hasty.tell(rejected(), rejected(application_id="A-2")) == [NoticeOutcome.UNDELIVERABLE] * 2


def test_one_candidate_id_for_several_people_is_a_mail_each_and_a_warning(
    hasty: World, caplog: pytest.LogCaptureFixture
) -> None:
    strangers = [("Sam", "sam@example.com"), ("Kim", "kim@example.org"), ("Ada", "ada@example.net")]
    events = [
        rejected(
            application_id=f"A-{n}",
            candidate={"id": "REQ-7", "email": email, "given_name": name, "family_name": f"{name}son"},
            job={"id": f"J-{n}", "title": f"Job of {name}"},
        )
        for n, (name, email) in enumerate(strangers)
    ]
    assert hasty.tell(*events) == [NoticeOutcome.ACCEPTED] * 3
    mails = [mail for _, mail in hasty.mailer.accepted]
    assert [mail.to.reveal() for mail in mails] == [email for _, email in strangers]
    for mail, (name, _) in zip(mails, strangers, strict=True):
        assert [f"Job of {other}" in mail.text for other, _ in strangers] == [other == name for other, _ in strangers]
    assert caplog.messages == ["candidate id of several people"] * 3


def test_strangers_of_one_id_who_are_told_one_after_the_other_ring_as_well(
    hasty: World, caplog: pytest.LogCaptureFixture
) -> None:
    hasty.reject()
    assert caplog.messages == []
    hasty.reject(application_id="A-2", candidate={"email": "kim@example.org", "given_name": "Kim", "family_name": "L"})
    assert caplog.messages == ["candidate id of several people"]


def test_two_ids_at_one_relay_address_without_names_are_two_mails(hasty: World) -> None:
    nobody = {"email": "apply@jobboard.example", "given_name": None, "family_name": None}
    hasty.tell(rejected(candidate=nobody), rejected(application_id="A-2", candidate={"id": "C-9", **nobody}))
    assert len(hasty.mailer.accepted) == 2
