"""Looking only: what waits, and what became of one application."""

import json
from collections.abc import Sequence

from functions.domain.errors import Permanent
from functions.domain.notices.notice import Notice, NoticeRef
from functions.domain.notices.review import ReviewEntry, Reviewer
from functions.domain.notices.states import State
from functions.stores.ledger.notice_item import write_notice
from ops.ledger.connection import Desk
from ops.ledger.describe import describe, to_do, told_at
from ops.ledger.held_back import FUTURE, held_back, show_held
from ops.terminal.failure import Failure
from ops.terminal.progress import say

_SOURCE_AND_ID = 2


def show_waiting(desk: Desk, *, everything: bool, as_json: bool) -> None:
    """What waits for a person, longest first; with `everything` also what settles by itself as a rule."""
    lines = list(desk.reviews.pending(Reviewer.PERSON, desk.now()))
    if not lines and not as_json:
        say("Nothing waits for a person")
    if not as_json:
        show_held(held_back(desk, lines))
        lines = [line for line in lines if line.state is not State.HELD]
    if everything:
        lines += desk.reviews.pending(Reviewer.SWEEP, desk.now() + FUTURE)
    for line in lines:
        say(_as_json(line) if as_json else _as_text(desk, line))


def show_application(desk: Desk, named: Sequence[str], *, reveal: bool, as_json: bool) -> None:
    """All cycles of one application, named by its source and id, or by a reference."""
    cycles = desk.reviews.cycles(_application(named))
    if not cycles:
        raise Failure("The ledger has no such application", "the source and application id are those of the event")
    if not as_json:
        say(f"{cycles[0].source}  {cycles[0].application_id}")
    for notice in cycles:
        say(json.dumps(_proof(notice)) if as_json else "\n".join(describe(notice, reveal=reveal)))


def find(desk: Desk, reference: str) -> Notice:
    """The notice that a person names. Raises Failure."""
    notice = desk.ledger.get(_reference(reference))
    if notice is None:
        raise Failure("The ledger has no such notice", "make ledger ARGS=waiting lists references")
    return notice


def _application(named: Sequence[str]) -> str:
    if len(named) == 1:
        return _reference(named[0]).application
    if len(named) > _SOURCE_AND_ID:
        raise Failure("show takes a reference, or a source and an application id", "quote what holds spaces")
    source, application_id = named
    return NoticeRef.of(source, application_id).application


def _reference(text: str) -> NoticeRef:
    try:
        return NoticeRef.parse(text)
    except Permanent:
        raise Failure(
            "Not a reference", "it has 32 hex digits, a dash and a number; waiting and show print it"
        ) from None


def _as_text(desk: Desk, line: ReviewEntry) -> str:
    notice = desk.ledger.get(line.ref)
    reason = notice.history[-1].cause if notice else "gone meanwhile"
    act = to_do(notice) if notice else "nothing"
    return "\n".join(
        [
            f"{line.ref}  {line.state}  since {told_at(line.at)}",
            f"  {line.source}  {line.application_id}",
            f"  because: {reason}",
            f"  to do:   {act}",
        ]
    )


def _as_json(line: ReviewEntry) -> str:
    known = {"source": line.source, "application_id": line.application_id, "since": line.at.isoformat()}
    return json.dumps({"reference": str(line.ref), "state": line.state, **known})


def _proof(notice: Notice) -> dict[str, object]:
    """Without what leads to a person."""
    values = {name: value for name, value in write_notice(notice).items() if name not in {"decision", "claim"}}
    claim = {"claimed_at": notice.claim.at.isoformat(), "text_sha256": notice.claim.text_sha256} if notice.claim else {}
    return {**values, **claim, "ses_message_id": notice.ses_message_id, "reference": str(notice.ref)}
