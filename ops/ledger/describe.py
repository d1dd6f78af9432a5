"""The description of a notice or receipt: what its state means, what a person can do, and its history."""

from collections.abc import Iterator
from datetime import datetime

from functions.domain.notices.notice import FOR_EVER, Claim, Notice
from functions.domain.notices.review import BY_OPERATOR
from ops.ledger.correction import changes, masked
from ops.ledger.hints import meaning, to_do
from ops.terminal.failure import Failure

_LONGEST_REASON = 200


def cause(because: str) -> str:
    """Return the reason as the ledger keeps it. Raise Failure if it is empty, too long, or holds an address."""
    line = " ".join(because.split())
    if not line or len(line) > _LONGEST_REASON or "@" in line:
        remedy = f"--because with at most {_LONGEST_REASON} characters, and neither a name nor an address"
        raise Failure("The reason goes into the ledger, where it stays for years", remedy)
    return f"{BY_OPERATOR}{line}"


def timestamp(moment: datetime) -> str:
    """Return the moment for a terminal, to the second, in UTC."""
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def kind_of(notice: Notice) -> str:
    """Return what the item of the ledger is: a notice, or a letter of the talent pool by its kind."""
    return notice.letter.kind.value if notice.letter else "notice"


def describe(notice: Notice, *, reveal: bool) -> Iterator[str]:
    """Yield the description of one notice, line by line."""
    yield f"Cycle {notice.ref.cycle}  {notice.state}: {meaning(notice)}"
    yield f"  reference      {notice.ref}"
    if notice.letter:
        yield f"  letter         {notice.letter.kind}, for the opt-in that notice {notice.letter.invitation} led to"
    if notice.due_at:
        yield f"  due            {timestamp(notice.due_at)}"
    older = (("earlier claim", claim) for claim in (notice.earlier_claim, *notice.older_claims))
    for label, claim in (("claimed", notice.claim), *older):
        if claim:
            yield f"  {label:<14} {_attempt(notice, claim, reveal=reveal)}"
    if notice.ses_message_id:
        yield f"  SES message    {notice.ses_message_id}"
    if notice.delivery_status:
        yield f"  SES reports    {notice.delivery_status.name.lower().replace('_', ' ')}"
    if notice.latest_at:
        yield f"  at the latest  {timestamp(notice.latest_at)}"
    if notice.claim and notice.claim.together:
        yield f"  in one email   {', '.join(map(str, notice.claim.together))}"
    if notice.rescinded_at:
        yield f"  rescinded      {_reach(notice.rescinded_at, is_letter=notice.letter is not None)}"
    yield from (f"  corrected      {name}: {value}" for name, value in changes(notice, reveal=reveal))
    yield "  history"
    yield from (f"    {timestamp(entry.at)}  {entry.state:<10}  {entry.cause}" for entry in notice.history)
    yield f"  to do          {to_do(notice)}"


def _reach(until: datetime, *, is_letter: bool) -> str:
    if until == FOR_EVER:
        return "every decision about this application, for good"
    return timestamp(until) if is_letter else f"decisions up to {timestamp(until)}"


def _attempt(notice: Notice, claim: Claim, *, reveal: bool) -> str:
    to = _recipient(notice, claim, reveal=reveal)
    return f"{timestamp(claim.at)}  to {to}  template {claim.template}  text {claim.text_sha256}"


def _recipient(notice: Notice, claim: Claim, *, reveal: bool) -> str:
    if claim.sent_to:
        address = claim.sent_to.reveal()
        return address if reveal else masked(address)
    return "the address in the talent pool" if notice.letter else "an erased person"
