"""What the demo shows: the outbox and the table."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ops.demo.observer import DeadLetter
from ops.demo.report import report, table
from ops.demo.run import verdict
from ops.demo.samples import past_samples
from ops.outbox.entries import first_shown
from ops.outbox.mails import SentMail
from ops.outbox.pages import html_part, outbox

NOW = datetime(2026, 11, 23, 15, 4, tzinfo=UTC)
HOSTILE = "</pre><script>alert('x')</script>"


def mail(to: str = "sam@candidates.example", text: str = "Hello Sam,", **changes: str) -> SentMail:
    sent = SentMail("m-1", "hiring@acme.example", (to,), "Your application", text, "<p>Hello Sam,</p>", NOW)
    return replace(sent, **changes)  # type: ignore[arg-type]


def test_an_outbox_without_mail_says_so() -> None:
    assert "No email has been sent yet." in outbox([], 0, {})


def test_what_stands_in_a_mail_is_shown_and_never_run() -> None:
    page = outbox([mail(text=HOSTILE, subject=HOSTILE)], 0, {})
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page
    assert 'sandbox="allow-popups' in page
    assert "allow-scripts" not in page


def test_a_mail_stands_in_the_list_with_the_story_of_its_sample_where_that_is_known() -> None:
    story = "a name that is a <tag>"
    page = outbox([mail(), mail("somebody@else.example")], 0, {"sam@candidates.example": story})
    assert page.count("<em>") == page.count("<em>a name that is a &lt;tag&gt;</em>") == 1


def test_the_outbox_opens_on_the_first_story_and_lists_the_stories_in_their_order() -> None:
    stories = {"a-1001@x.example": "A-1001: an interview", "a-1002@x.example": "A-1002: twice"}
    mails = [mail("a-1002@x.example"), mail("a-1001@x.example"), mail("somebody@x.example", subject="Your choice")]
    assert first_shown(mails, stories) == 1
    assert first_shown(mails, {}) == 2
    page = outbox(mails, 1, stories)
    assert page.index("somebody@") < page.index("A-1001: an interview") < page.index("A-1002: twice")


def test_a_burst_is_one_line_until_it_is_opened() -> None:
    burst = [mail(f"a-{number}@x.example", subject="Seasonal Picker") for number in range(20)]
    page = outbox([*burst, mail("sam@x.example")], 20, {})
    assert "<summary>20 emails: Seasonal Picker</summary>" in page
    assert "<details id=" in page
    assert " open>" not in page
    assert page.index("sam@x.example") < page.index("<summary>20 emails") < page.index("a-19@x.example")
    assert " open><summary>20 emails" in outbox(burst, 3, {})


def test_the_outbox_shows_the_headers_that_a_mail_program_shows_and_the_tags_of_ses() -> None:
    fields = (
        ("From", "Acme Logistics Hiring <hiring@acme.example>"),
        ("Message-ID", "<0e68-1@acme.example>"),
        ("List-Unsubscribe", "<https://acme.example/api/unsubscribe/t>"),
        ("Content-Language", "en-CA"),
    )
    page = outbox([replace(mail(), header_fields=fields, tags=("receipt: 0e68-1",))], 0, {})
    assert "<dd>Acme Logistics Hiring &lt;hiring@acme.example&gt;</dd>" in page
    assert "<dt>Message-ID</dt><dd>&lt;0e68-1@acme.example&gt;</dd>" in page
    assert "<dt>List-Unsubscribe</dt>" in page
    assert "<dd>receipt: 0e68-1</dd>" in page
    assert "Content-Language: en-CA" in page


def test_the_html_part_opens_its_link_outside_of_the_frame() -> None:
    assert '<base target="_blank">' in html_part(mail(html="<html><head></head></html>"))


def test_a_mail_with_an_invitation_has_its_link() -> None:
    link = f"http://d1.cloudfront.localhost:4566/stay/#{'c' * 80}"
    assert f'href="{link}"' in outbox([mail(text=f"Open this:\n{link}\n")], 0, {})
    assert "no invitation" in outbox([mail()], 0, {})


def test_the_table_says_what_became_of_each_sample_and_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    told, *_ = past_samples(NOW)
    text = "Hello, " + " ".join(told.says)
    right = report([told], {told.application: "ACCEPTED"}, {}, [mail(told.email, text)])
    assert [row.wrong for row in right] == [""]
    assert "one email sent" in table(right)
    twice = report([told], {told.application: "ACCEPTED"}, {}, [mail(told.email, text)] * 2)
    assert "2 emails instead of 1" in twice[0].wrong
    assert "WRONG: 2 emails instead of 1" in table(twice)
    assert (verdict(right), verdict(twice)) == (0, 1)
    said = capsys.readouterr().out.splitlines()
    assert said == ["All ended as expected.", f"Not as expected: {told.application}"]


def test_a_sample_that_is_dead_lettered_for_another_reason_is_wrong() -> None:
    poison = next(sample for sample in past_samples(NOW) if sample.error)
    (row,) = report([poison], {}, {poison.application: DeadLetter("m-1", "too_large", "more than 65536 bytes")}, [])
    assert "dead-lettered: too_large" in row.outcome
    assert f"dead-letter reason should be {poison.error}" in row.wrong
