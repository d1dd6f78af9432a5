"""What a notice says."""

import email
import email.policy
import re
from typing import Any, get_args

import pytest

from functions.domain.decisions.rejection import Reason, Stage
from functions.letters.rejection import InvitationLink, compose_rejection
from functions.mail.message import Mail
from ops.words.source import read_wording
from tests.builders import REF, Json, invitation_link, policy, rejection

WORDING = read_wording("en")
STAGES, REASONS = get_args(Stage), get_args(Reason)
TRUE_REASONS = {
    "position_filled": "The position has been filled.",
    "closer_match": "whose experience closely matches the role",
    "requirement_not_met": "that you meet one of the job’s requirements",
    "location": "outside the area where you are looking for work",
    "schedule": "The working hours do not match",
    "position_cancelled": "because the position has been cancelled.",
}


def compose_notice(
    invitation_link: InvitationLink | None = None,
    sender: Json | None = None,
    *,
    others_open: bool = False,
    **overrides: Any,
) -> Mail:
    of = policy(sender=sender or {})
    return compose_rejection(
        [rejection(**overrides)],
        ref=REF,
        policy=of,
        wording=WORDING,
        invitation_link=invitation_link,
        others_open=others_open,
    )


def said(text: str) -> str:
    """The words, whatever white space stands between them."""
    return " ".join(text.split())


def body_words(mail: Mail) -> list[str]:
    """What counts as the notice: neither the link, nor its code, nor the footer."""
    *paragraphs, _footer = mail.text.strip().split("\n\n")
    return [word for paragraph in paragraphs if "c" * 80 not in paragraph for word in paragraph.split()]


def test_the_whole_text_of_a_notice() -> None:
    assert compose_notice(invitation_link()).text == (
        "Hello Sam,\n\n"
        "Thank you for applying for the position of Warehouse Associate (Guelph, ON) at Acme Logistics, and for taking "
        "the time to be interviewed. We are sorry, but we will not be offering you this job. The position has been "
        "filled.\n\n"
        "We know that you hoped for a different answer after the interview. This decision applies only to this "
        "position, and you are welcome to apply for others.\n\n"
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


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("stage", STAGES)
def test_the_decision_stands_in_the_first_two_sentences(stage: str, reason: str) -> None:
    text = said(compose_notice(stage=stage, reason=reason).text.partition("\n\n")[2])
    first_two = re.split(r"(?<=\.) ", text)[:2]
    assert first_two[0].startswith("Thank you for applying")
    no = "offering you this job" if stage in {"interviewed", "final"} else "taking your application further"
    no = "taking your application further" if reason == "position_cancelled" else no
    assert f"We are sorry, but we will not be {no}" in first_two[1]


@pytest.mark.parametrize("others_open", [False, True])
@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("stage", STAGES)
def test_a_notice_with_an_invitation_has_90_to_150_words(stage: str, reason: str, *, others_open: bool) -> None:
    mail = compose_notice(invitation_link(), others_open=others_open, stage=stage, reason=reason)
    assert 90 <= len(body_words(mail)) <= 150


def test_an_application_that_is_still_open_is_said_to_be_and_nothing_else_changes() -> None:
    closing = "This decision applies only to this position, and you are welcome to apply for others."
    still_open = "You have another application open with us, and this decision does not affect it."
    mail = compose_notice(invitation_link(), others_open=True)
    assert mail.text == compose_notice(invitation_link()).text.replace(closing, still_open)
    assert still_open in said(mail.html)


@pytest.mark.parametrize("reason", REASONS)
def test_only_the_reason_that_was_given_is_told(reason: str) -> None:
    text = said(compose_notice(reason=reason).text)
    assert {name for name, words in TRUE_REASONS.items() if words in text} == {reason} - {"unspecified"}


@pytest.mark.parametrize("left_out", ["reason", "given_name"])
def test_what_was_not_said_is_not_told(left_out: str) -> None:
    mail = compose_notice(reason=None) if left_out == "reason" else compose_notice(candidate={"given_name": None})
    assert "None" not in mail.text + mail.html


def test_a_note_is_shown_with_the_name_of_who_wrote_it() -> None:
    text = said(compose_notice(note="Your questions\n about safety were the best we heard. ").text)
    assert "A note from Dana Lee: “Your questions about safety were the best we heard.”" in text


@pytest.mark.parametrize("recruiter", [None, {"name": None}, {"name": "{{recruiter}}"}, {"email": "dana@acme.example"}])
def test_a_note_without_a_presentable_name_is_not_shown(recruiter: Json | None) -> None:
    text = compose_notice(note="Your questions were the best.", recruiter=recruiter).text
    assert "questions were" not in text
    assert "Kind regards,\nThe hiring team\n" in text


@pytest.mark.parametrize("note", [None, "", " \n\u200b"])
def test_an_empty_note_is_not_shown(note: str | None) -> None:
    assert "A note from" not in compose_notice(note=note).text


def test_without_an_invitation_there_is_no_link_and_nothing_to_do() -> None:
    mail = compose_notice(None)
    assert "http" not in mail.text
    assert "href" not in mail.html
    assert "You do not need to do anything." in mail.text
    assert "other openings" not in mail.text


@pytest.mark.parametrize("name", ["{{first_name}}", "NULL", "", "<b>Sam</b>", None])
def test_a_name_that_does_not_look_like_one_gives_a_neutral_greeting(name: str | None) -> None:
    mail = compose_notice(candidate={"given_name": name})
    assert mail.text.startswith("Hello,\n\n")
    assert "{" not in mail.text


def test_a_title_with_braces_is_a_title() -> None:
    assert "the position of {guelph} {x} %d $subject (Guelph, ON) at" in said(
        compose_notice(job={"title": "{guelph} {x} %d $subject"}).text
    )


@pytest.mark.parametrize("location", [None, "", "\n", "x" * 61])
def test_a_location_that_says_too_little_or_too_much_is_left_out(location: str | None) -> None:
    assert "the position of Warehouse Associate at" in compose_notice(job={"location": location}).text


@pytest.mark.parametrize(
    ("title", "location", "shown"),
    [
        ("Picker (m/f/d)", "Guelph, ON", "Picker (m/f/d) – Guelph, ON"),
        ("Picker [Nights]", "Guelph, ON", "Picker [Nights] – Guelph, ON"),
        ("Picker", "Remote (Canada)", "Picker – Remote (Canada)"),
        ("Picker (Guelph, ON)", "Guelph, ON", "Picker (Guelph, ON)"),
        ("Guelph, ON: Picker", "guelph, on", "Guelph, ON: Picker"),
        ("Consultant", "Consul", "Consultant (Consul)"),
    ],
)
def test_a_place_is_named_once_and_no_two_brackets_meet(title: str, location: str, shown: str) -> None:
    text = compose_notice(job={"title": title, "location": location}).text
    assert f"for the position of {shown} at Acme Logistics" in text


@pytest.mark.parametrize(
    ("reply_to", "recruiter", "expected"),
    [
        ("recruiter", {"name": "Dana Lee", "email": "dana@acme.example"}, "dana@acme.example"),
        ("recruiter", {"name": "Dana Lee"}, "hiring@acme.example"),
        ("recruiter", {"name": "Dana Lee", "email": "ask Dana"}, "hiring@acme.example"),
        ("recruiter", None, "hiring@acme.example"),
        ("company", {"name": "Dana Lee", "email": "dana@acme.example"}, "hiring@acme.example"),
    ],
)
def test_a_reply_reaches_a_person(reply_to: str, recruiter: Json | None, expected: str) -> None:
    assert compose_notice(None, {"reply_to": reply_to}, recruiter=recruiter).reply_to.reveal() == expected


@pytest.mark.parametrize(
    "title",
    ["Clerk\r\nBcc: max@example.com", "=?utf-8?q?a=0D=0ABcc:_max@example.com?=", "Clerk\u2028Bcc: x", "\x1b[2J!"],
)
def test_a_hostile_title_stays_in_its_line(title: str) -> None:
    sent = compose_notice(job={"title": title}).raw
    message = email.message_from_bytes(sent, policy=email.policy.default)
    assert message["Bcc"] is None
    assert re.search(r"[\x00-\x1f\x7f\u2028]", str(message["Subject"])) is None
