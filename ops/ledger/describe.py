"""The description of a notice or letter, line by line."""

from collections.abc import Iterator
from datetime import datetime

from functions.domain.notices.notice import Notice
from functions.review.description import Attempt, Description
from functions.review.description import describe as describe_notice


def timestamp(moment: datetime) -> str:
    """Return the moment for a terminal, to the second, in UTC."""
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def describe(notice: Notice, *, reveal: bool) -> Iterator[str]:
    """Yield the description of one notice, line by line."""
    described = describe_notice(notice, reveal=reveal)
    yield f"Cycle {notice.ref.cycle}  {notice.state}: {described.meaning}"
    yield f"  reference      {notice.ref}"
    if notice.letter:
        yield f"  letter         {notice.letter.kind}, for the opt-in that notice {notice.letter.invitation} led to"
    if notice.due_at:
        yield f"  due            {timestamp(notice.due_at)}"
    yield from map(_attempt, described.attempts)
    if notice.ses_message_id:
        yield f"  SES message    {notice.ses_message_id}"
    if described.reported:
        yield f"  SES reports    {described.reported}"
    if notice.latest_at:
        yield f"  at the latest  {timestamp(notice.latest_at)}"
    if notice.claim and notice.claim.together:
        yield f"  in one email   {', '.join(map(str, notice.claim.together))}"
    if notice.rescinded_at:
        yield f"  rescinded      {_reach(described, notice.rescinded_at)}"
    for name, value in described.corrected:
        yield f"  corrected      {name}: {'another; --reveal shows it' if value is None else value}"
    yield "  history"
    yield from (f"    {timestamp(entry.at)}  {entry.state:<10}  {entry.cause}" for entry in notice.history)
    yield f"  to do          {described.to_do}"


def _reach(described: Description, until: datetime) -> str:
    if described.is_closed_for_good:
        return "every decision about this application, for good"
    return timestamp(until) if described.notice.letter else f"decisions up to {timestamp(until)}"


def _attempt(attempt: Attempt) -> str:
    claim, label = attempt.claim, "claimed" if attempt.is_last else "earlier claim"
    return f"  {label:<14} {timestamp(claim.at)}  to {attempt.to}  template {claim.template}  text {claim.text_sha256}"
