"""What the demo shows: the outbox and the table."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ops.demo.observer import DeadLetter
from ops.demo.report import report, table
from ops.demo.run import verdict
from ops.demo.samples import past_samples
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


def test_the_html_part_opens_its_link_outside_of_the_frame() -> None:
    assert '<base target="_blank">' in html_part(mail(html="<html><head></head></html>"))


def test_the_outbox_says_what_it_can_not_show() -> None:
    assert "The embedded AWS does not keep Reply-To and other headers." in outbox([], 0, {})


def test_a_mail_with_an_invitation_has_its_link() -> None:
    link = f"http://d1.cloudfront.localhost:4566/stay/#{'c' * 80}"
    assert f'href="{link}"' in outbox([mail(text=f"Open this:\n{link}\n")], 0, {})
    assert "no invitation" in outbox([mail()], 0, {})


def test_the_table_says_what_became_of_each_sample_and_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    told, *_ = past_samples(NOW)
    text = "Hello, " + " ".join(told.says)
    right = report([told], {told.application: "ACCEPTED"}, {}, [mail(told.email, text)])
    assert [row.wrong for row in right] == [""]
    assert "told, in one email" in table(right)
    twice = report([told], {told.application: "ACCEPTED"}, {}, [mail(told.email, text)] * 2)
    assert "2 emails instead of 1" in twice[0].wrong
    assert "WRONG: 2 emails instead of 1" in table(twice)
    assert (verdict(right), verdict(twice)) == (0, 1)
    said = capsys.readouterr().out.splitlines()
    assert said == ["All 1 ended as expected.", f"Not as expected: {told.application}"]


def test_a_sample_that_is_dead_lettered_for_another_reason_is_wrong() -> None:
    poison = next(sample for sample in past_samples(NOW) if sample.error)
    (row,) = report([poison], {}, {poison.application: DeadLetter("m-1", "too_large", "more than 65536 bytes")}, [])
    assert "dead-lettered: too_large" in row.outcome
    assert f"dead-letter reason should be {poison.error}" in row.wrong
