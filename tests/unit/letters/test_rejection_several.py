"""What one notice says about several applications of one person."""

import email
import email.policy
import re
from typing import Any

import pytest

from functions.domain.decisions.rejection import Rejection
from functions.letters.rejection import InvitationLink, compose_rejection
from functions.mail.message import Mail
from tests.builders import REF, Json, invitation_link, policy, rejection
from tests.unit.letters.test_rejection import REASONS, STAGES, TRUE_REASONS, WORDING, said

DRIVER: Json = {"job": {"title": "Forklift Driver", "location": "Milton, ON"}}
DECISION = "We are sorry, but we will not be taking these applications further:"


def compose_both(
    first: Json | None = None,
    second: Json | None = None,
    *,
    invitation_link: InvitationLink | None = None,
    reply_to: str = "recruiter",
    others_open: bool = False,
) -> Mail:
    """The notice for the Warehouse Associate and, if `second` names no other job, the Forklift Driver."""
    decisions = [rejection(**(first or {})), rejection(**(DRIVER | (second or {})))]
    return notice_for(decisions, invitation_link=invitation_link, reply_to=reply_to, others_open=others_open)


def notice_for(decisions: list[Rejection], *, reply_to: str = "recruiter", **how: Any) -> Mail:
    return compose_rejection(
        decisions,
        policy=policy(sender={"reply_to": reply_to}),
        wording=WORDING,
        ref=REF,
        **{"invitation_link": None, **how},
    )


def items(mail: Mail) -> list[str]:
    """The list, item by item."""
    listed = next(part for part in mail.text.split("\n\n") if part.startswith("- "))
    return listed.removeprefix("- ").split("\n- ")


def test_the_whole_text_of_a_notice_about_two_jobs() -> None:
    mail = compose_both(
        {"stage": "applied"},
        {"reason": "closer_match", "note": "Your questions were good."},
        invitation_link=invitation_link(),
    )
    assert mail.subject == "Your applications to Acme Logistics"
    assert mail.text == (
        "Hello Sam,\n\n"
        "Thank you for your applications to Acme Logistics, and for taking the time to be interviewed. "
        "We are sorry, but we will not be taking these applications further:\n\n"
        "- Warehouse Associate (Guelph, ON): The position has been filled.\n"
        "- Forklift Driver (Milton, ON): We are going ahead with someone whose experience closely "
        "matches the role.\n"
        "  A note from Dana Lee: “Your questions were good.”\n\n"
        "We know that you hoped for a different answer after the interview. This decision applies only to these "
        "positions, and you are welcome to apply for others.\n\n"
        "To hear about other openings, join our talent pool and tell us what would suit you. This is voluntary and "
        "has no effect on any application. You choose what we keep and for how long, and can take everything back in "
        "one step. If you do nothing, we will not contact you about other openings.\n\n"
        "You can join until 23 November 2026:\n"
        f"https://stay.acme.example/en/stay/#{'c' * 80}\n\n"
        f"If the page asks for a code, use this one:\n{'c' * 80}\n\n"
        "If you have a question, just reply. A person reads every reply.\n\n"
        "Kind regards,\nDana Lee\n\n-- \n"
        "Acme Logistics\n1 Example Road, Guelph, ON N1G 0A0, Canada\n"
        "You are receiving this email because you applied for a job with us. If you do not want any more email from "
        "us, reply and tell us.\n"
    )


def test_applications_that_are_still_open_are_said_to_be() -> None:
    still_open = " You have another application open with us, and this decision does not affect it.\n\n"
    assert still_open in compose_both(others_open=True).text


def test_without_an_invitation_there_is_nothing_to_do() -> None:
    mail = compose_both()
    assert "You do not need to do anything." in mail.text
    assert "http" not in mail.text


@pytest.mark.parametrize("stage", STAGES)
def test_the_decision_stands_in_the_first_two_sentences(stage: str) -> None:
    text = said(compose_both({"stage": stage}).text.partition("\n\n")[2])
    thanks, decision = re.split(r"(?<=\.) ", text)[:2]
    assert thanks.startswith("Thank you for your applications to Acme Logistics")
    assert decision.startswith(DECISION)


@pytest.mark.parametrize(
    ("stages", "thanked_for"),
    [
        (("applied", "applied"), "to Acme Logistics. We are sorry"),
        (("screened", "applied"), "and for telling us about yourself. We"),
        (("screened", "interviewed"), "and for taking the time to be interviewed. We"),
        (("final", "interviewed"), "and for your time in every round. We"),
    ],
)
def test_the_furthest_stage_is_thanked_for(stages: tuple[str, str], thanked_for: str) -> None:
    for first, second in (stages, stages[::-1]):
        assert thanked_for in compose_both({"stage": first}, {"stage": second}).text


@pytest.mark.parametrize("reason", REASONS)
def test_a_job_has_its_own_reason_and_no_other(reason: str) -> None:
    warehouse, driver = items(compose_both({"reason": reason}, {"reason": None}))
    told = {"position_cancelled": "The position has been cancelled."}
    assert {name for name, words in (TRUE_REASONS | told).items() if words in warehouse} == {reason} - {"unspecified"}
    assert warehouse.startswith("Warehouse Associate (Guelph, ON)")
    assert driver == "Forklift Driver (Milton, ON)"


@pytest.mark.parametrize("location", [None, "", "\n", "x" * 61])
def test_a_location_that_says_too_little_or_too_much_is_left_out(location: str | None) -> None:
    assert items(compose_both({"job": {"location": location}, "reason": None}))[0] == "Warehouse Associate"


def test_a_job_that_was_applied_for_twice_is_listed_once_with_what_was_said_of_it() -> None:
    reasons = ["position_filled", "position_filled", "schedule", None]
    mail = notice_for([rejection(reason=reason, note="Thank you.") for reason in reasons])
    (item,) = items(mail)
    assert item == (
        "Warehouse Associate (Guelph, ON): The position has been filled. "
        "The working hours do not match the hours when you are available.\n"
        "  A note from Dana Lee: “Thank you.”"
    )
    assert mail.subject == "Your applications to Acme Logistics"


def test_one_title_at_two_places_is_two_jobs() -> None:
    mail = compose_both({"reason": None}, {"job": {"location": "Milton, ON"}, "reason": None})
    assert items(mail) == ["Warehouse Associate (Guelph, ON)", "Warehouse Associate (Milton, ON)"]


def test_fifty_jobs_are_listed_in_the_order_they_came() -> None:
    mail = notice_for([rejection(job={"title": f"Job {number}"}, reason=None) for number in range(50)])
    assert items(mail) == [f"Job {number} (Guelph, ON)" for number in range(50)]


def test_the_subject_names_the_company_and_decodes_back() -> None:
    of = policy(brand={"name": "=?utf-8?q?a=0D=0ABcc:_max@example.com?="})
    mail = compose_rejection(
        [rejection(), rejection(**DRIVER)], policy=of, wording=WORDING, ref=REF, invitation_link=None
    )
    message = email.message_from_bytes(mail.raw, policy=email.policy.default)
    assert message["Bcc"] is None
    assert str(message["Subject"]) == "Your applications to =?utf-8?q?a=0D=0ABcc:_max@example.com?="


def test_a_notice_names_the_version_of_its_words() -> None:
    assert compose_both().template == WORDING.version
