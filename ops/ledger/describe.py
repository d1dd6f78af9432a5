"""The description of a notice or receipt: what its state means, what a person can do, and its history."""

from collections.abc import Iterator
from datetime import datetime

from functions.domain.notices.notice import Claim, Notice
from functions.domain.notices.review import CHANGED, CORRECT
from functions.domain.notices.states import State
from ops.ledger.correction import changes, masked, to_do_about_correction
from ops.terminal.failure import Failure

_LONGEST_REASON = 200
_BY_OPERATOR = "operator: "
_RESOLVABLE = frozenset({State.UNKNOWN, State.REFUSED, State.BOUNCED})
MEANINGS: dict[State, tuple[str, str]] = {
    State.HELD: ("waits until it is due; it can still be rescinded", "nothing"),
    State.CLAIMED: ("a worker is sending it", "nothing; after an hour the sweep treats it as in doubt"),
    State.ACCEPTED: ("SES accepted the email", "nothing"),
    State.DELIVERED: ("the recipient's mail server accepted the email", "nothing"),
    State.RESCINDED: ("rescinded in time; nobody was told", "nothing"),
    State.SUPPRESSED: ("this person must not be emailed", "tell them another way, if you owe them an answer"),
    State.REFUSED: (
        "SES refused it; nobody was told",
        "tell them another way, then resolve; or correct the cause, then send",
    ),
    State.UNKNOWN: (
        "nobody can say whether SES accepted the email",
        "if SES did: confirm-sent; if it did not: send, or resolve",
    ),
    State.BOUNCED: ("the email bounced; nobody was told after all", "tell them another way, then resolve"),
    State.COMPLAINED: ("told, and reported as spam; no further email goes to this address", "nothing"),
}
# A receipt answers no rejection, so nobody is owed a call about it.
RECEIPT_MEANINGS: dict[State, tuple[str, str]] = MEANINGS | {
    State.HELD: ("the receipt waits to be sent", "nothing; an hour after it was due, the sweep enqueues it again"),
    State.ACCEPTED: ("SES accepted the receipt", "nothing"),
    State.DELIVERED: ("the recipient's mail server accepted the receipt", "nothing"),
    State.RESCINDED: ("not sent: the person withdrew, the opt-in ended, or somebody discarded the receipt", "nothing"),
    State.SUPPRESSED: ("not sent: this address must not be emailed; the opt-in stands", "nothing"),
    State.REFUSED: (
        "SES refused the receipt; the opt-in stands without it",
        "correct the cause, then send; or resolve",
    ),
    State.UNKNOWN: (
        "nobody can say whether SES accepted the receipt; the opt-in stands",
        "if SES accepted it: confirm-sent; if not: send, or resolve",
    ),
    State.BOUNCED: ("the receipt bounced; the opt-in stands", "resolve"),
    State.COMPLAINED: ("the receipt was reported as spam; no further email goes to this address", "nothing"),
}


def cause(because: str) -> str:
    """Return the reason as the ledger keeps it. Raise Failure if it is empty, too long, or holds an address."""
    line = " ".join(because.split())
    if not line or len(line) > _LONGEST_REASON or "@" in line:
        remedy = f"--because with at most {_LONGEST_REASON} characters, and neither a name nor an address"
        raise Failure("The reason goes into the ledger, where it stays for years", remedy)
    return f"{_BY_OPERATOR}{line}"


def timestamp(moment: datetime) -> str:
    """Return the moment for a terminal, to the second, in UTC."""
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def kind_of(notice: Notice) -> str:
    """Return what the item of the ledger is: a notice, or a receipt."""
    return "receipt" if notice.receipt else "notice"


def to_do(notice: Notice) -> str:
    """Return what a person can do about the notice."""
    if notice.review_reason and notice.state is State.HELD:
        return f"held for review ({notice.review_reason}): release or discard it"
    if notice.review_reason == CHANGED:
        return to_do_about_correction(notice)
    if notice.review_reason == CORRECT and notice.state not in {State.REFUSED, State.BOUNCED}:
        return "told, and rescinded too late: speak to the candidate, then resolve"
    if notice.review_reason:
        return "nothing but resolve"
    last = notice.history[-1].cause if notice.history else ""
    if notice.state in _RESOLVABLE and last.startswith(_BY_OPERATOR):
        return f"nothing: resolved, {last.removeprefix(_BY_OPERATOR)}"
    return _meaning(notice)[1]


def describe(notice: Notice, *, reveal: bool) -> Iterator[str]:
    """Yield the description of one notice, line by line."""
    yield f"Cycle {notice.ref.cycle}  {notice.state}: {_meaning(notice)[0]}"
    yield f"  reference      {notice.ref}"
    if notice.receipt:
        yield f"  receipt        for the opt-in that notice {notice.receipt.invitation} led to"
    if notice.due_at:
        yield f"  due            {timestamp(notice.due_at)}"
    for label, claim in (("claimed", notice.claim), ("earlier claim", notice.earlier_claim)):
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
        yield f"  rescinded      {'' if notice.receipt else 'decisions up to '}{timestamp(notice.rescinded_at)}"
    yield from (f"  corrected      {name}: {value}" for name, value in changes(notice, reveal=reveal))
    yield "  history"
    yield from (f"    {timestamp(entry.at)}  {entry.state:<10}  {entry.cause}" for entry in notice.history)
    yield f"  to do          {to_do(notice)}"


def _meaning(notice: Notice) -> tuple[str, str]:
    return (RECEIPT_MEANINGS if notice.receipt else MEANINGS)[notice.state]


def _attempt(notice: Notice, claim: Claim, *, reveal: bool) -> str:
    to = _recipient(notice, claim, reveal=reveal)
    return f"{timestamp(claim.at)}  to {to}  template {claim.template}  text {claim.text_sha256}"


def _recipient(notice: Notice, claim: Claim, *, reveal: bool) -> str:
    if claim.sent_to:
        address = claim.sent_to.reveal()
        return address if reveal else masked(address)
    return "the address in the talent pool" if notice.receipt else "an erased person"
