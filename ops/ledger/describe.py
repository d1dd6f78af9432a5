"""A notice in words: what its state means, what a person can do, and its whole history."""

from collections.abc import Iterator
from datetime import datetime

from functions.domain.notices.notice import Claim, Notice
from functions.domain.notices.review import CORRECT
from functions.domain.notices.states import State
from ops.terminal.failure import Failure

_LONGEST_REASON = 200
MEANINGS: dict[State, tuple[str, str]] = {
    State.HELD: ("waits until it is due; it can be taken back", "nothing"),
    State.CLAIMED: ("a worker is sending it", "nothing; after an hour the sweep takes it for in doubt"),
    State.ACCEPTED: ("SES took the mail", "nothing"),
    State.DELIVERED: ("the recipient's server took the mail", "nothing"),
    State.RESCINDED: ("taken back in time; nobody was told", "nothing"),
    State.SUPPRESSED: ("no mail may be sent to this person", "tell them another way, if you owe them an answer"),
    State.REFUSED: (
        "SES said a definite no; nobody was told",
        "tell them another way, then done; or correct the cause, then send",
    ),
    State.UNKNOWN: ("nobody can say whether SES took the mail", "if it did: told; if it did not: send, or done"),
    State.BOUNCED: ("the mail came back; nobody was told after all", "tell them another way, then done"),
    State.COMPLAINED: ("told, and reported as spam; no further mail goes there", "nothing"),
}


def cause(because: str) -> str:
    """The reason as the ledger keeps it. Raises Failure."""
    line = " ".join(because.split())
    if not line or len(line) > _LONGEST_REASON or "@" in line:
        remedy = f"--because with at most {_LONGEST_REASON} characters and nothing that leads to a person, no address"
        raise Failure("The reason goes into the ledger, for years", remedy)
    return f"operator: {line}"


def masked(address: str) -> str:
    """s…@example.com"""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}…@{domain}"


def told_at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def to_do(notice: Notice) -> str:
    """What a person can do about it."""
    if notice.review_reason and notice.state is State.HELD:
        return f"held back ({notice.review_reason}): release or drop it"
    if notice.review_reason == CORRECT and notice.state not in {State.REFUSED, State.BOUNCED}:
        return "told, and taken back too late: speak to the candidate, then done"
    return "nothing but done" if notice.review_reason else MEANINGS[notice.state][1]


def describe(notice: Notice, *, reveal: bool) -> Iterator[str]:
    """Lines for a terminal."""
    meaning, act = MEANINGS[notice.state][0], to_do(notice)
    yield f"Cycle {notice.ref.cycle}  {notice.state}: {meaning}"
    yield f"  reference      {notice.ref}"
    if notice.due_at:
        yield f"  due            {told_at(notice.due_at)}"
    for label, claim in (("claimed", notice.claim), ("earlier claim", notice.earlier_claim)):
        if claim:
            yield f"  {label:<14} {_attempt(claim, reveal=reveal)}"
    if notice.ses_message_id:
        yield f"  SES message    {notice.ses_message_id}"
    if notice.delivery_status:
        yield f"  proof          {notice.delivery_status.name.lower().replace('_', ' ')}"
    if notice.latest_at:
        yield f"  at the latest  {told_at(notice.latest_at)}"
    if notice.claim and notice.claim.together:
        yield f"  in one mail    {', '.join(map(str, notice.claim.together))}"
    if notice.rescinded_at:
        yield f"  taken back     what was decided up to {told_at(notice.rescinded_at)}"
    yield "  history"
    yield from (f"    {told_at(entry.at)}  {entry.state:<10}  {entry.cause}" for entry in notice.history)
    yield f"  to do          {act}"


def _attempt(claim: Claim, *, reveal: bool) -> str:
    address = claim.sent_to.reveal() if claim.sent_to else "somebody erased"
    to = address if reveal or not claim.sent_to else masked(address)
    return f"{told_at(claim.at)}  to {to}  template {claim.template}  text {claim.text_sha256}"
