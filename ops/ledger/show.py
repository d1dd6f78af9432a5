"""Read-only views of the ledger: what needs a person, and the history of one application."""

import json
from collections.abc import Sequence

from functions.domain.errors import Permanent
from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import ReviewEntry, Reviewer
from functions.domain.notices.states import State
from functions.stores.ledger.notice_item import write_notice
from ops.ledger.connection import Connection
from ops.ledger.correction import changes
from ops.ledger.describe import describe, kind_of, timestamp
from ops.ledger.held_back import FUTURE, held_back, show_held
from ops.ledger.hints import meaning, to_do
from ops.terminal.failure import Failure
from ops.terminal.progress import say

_SOURCE_AND_ID = 2


def show_pending(connection: Connection, *, everything: bool, as_json: bool) -> None:
    """Print what needs a person, the longest waiting first; with `everything` also what usually settles by itself."""
    entries = list(connection.reviews.pending(Reviewer.PERSON, connection.now()))
    on_its_way = list(connection.reviews.pending(Reviewer.SWEEP, connection.now() + FUTURE)) if everything else []
    untold = list(connection.reviews.pending(Reviewer.NOBODY, connection.now())) if everything else []
    if as_json:
        _say_as_json(connection, [*entries, *untold, *on_its_way])
        return
    held = held_back(connection, entries)
    show_held(held)
    grouped = {notice.ref for notice in held}
    for entry in entries:
        if entry.ref not in grouped:
            say(_as_text(connection, entry, f"since {timestamp(entry.at)}"))
    if not entries:
        say("No notice needs a person")
    if untold:
        say("Not told, because an earlier email was reported as spam:")
    for entry in untold:
        say(_as_text(connection, entry, f"since {timestamp(entry.at)}"))
    if on_its_way:
        say(f"On its way: {len(on_its_way)}")
    for entry in on_its_way:
        say(_as_text(connection, entry, f"the sweep checks it at {timestamp(entry.at)}", is_on_its_way=True))


def show_application(connection: Connection, named: Sequence[str], *, reveal: bool, as_json: bool) -> None:
    """Print all cycles of one application, named by its source and id, or by a reference."""
    cycles = connection.reviews.cycles(_application(named))
    if not cycles:
        raise Failure("The ledger has no such application", "the source and application id are those of the event")
    if not as_json:
        say(f"{cycles[0].source}  {cycles[0].application_id}")
    for notice in cycles:
        say(json.dumps(_proof(notice, reveal=reveal)) if as_json else "\n".join(describe(notice, reveal=reveal)))


def find(connection: Connection, reference: str) -> Notice:
    """Return the notice with this reference. Raise Failure if there is none."""
    notice = connection.ledger.get(_reference(reference))
    if notice is None:
        raise Failure("The ledger has no such notice", f"{connection.command('pending')} lists references")
    return notice


def _application(named: Sequence[str]) -> str:
    if len(named) == 1:
        return _reference(named[0]).application
    if len(named) > _SOURCE_AND_ID:
        raise Failure("show takes a reference, or a source and an application id", "quote what contains spaces")
    source, application_id = named
    return NoticeRef.of(source, application_id).application


def _reference(text: str) -> NoticeRef:
    try:
        return NoticeRef.parse(text)
    except Permanent:
        remedy = "a reference has 32 hex digits, a dash and a number; to get it: show SOURCE APPLICATION_ID, or pending"
        raise Failure("Not a reference", remedy) from None


def _as_text(connection: Connection, entry: ReviewEntry, when: str, *, is_on_its_way: bool = False) -> str:
    notice = connection.ledger.get(entry.ref)
    if is_on_its_way and notice:
        when = f"{_waits(notice)}; {when}"
    kind = f"{kind_of(notice)}  " if notice and notice.letter else ""
    return "\n".join(
        [
            f"{entry.ref}  {entry.state}  {kind}{when}",
            f"  {entry.source}  {entry.application_id}",
            f"  because: {notice.history[-1].cause if notice else 'no longer in the ledger'}",
            f"  to do:   {to_do(notice) if notice else 'nothing'}",
        ]
    )


def _waits(notice: Notice) -> str:
    """Return what a notice on its way waits for."""
    if notice.state is State.HELD and notice.due_at:
        times = f", postponed {notice.postponements} times" if notice.postponements else ""
        return f"due {timestamp(notice.due_at)}{times}"
    return f"claimed {timestamp(notice.claim.at)}, no event of SES yet" if notice.claim else meaning(notice)


def _say_as_json(connection: Connection, entries: Sequence[ReviewEntry]) -> None:
    # The index does not know what an entry is; the ledger item does.
    notices = connection.ledger.get_many(entry.ref for entry in entries)
    for entry in entries:
        say(_as_json(entry, notices.get(entry.ref)))


def _as_json(entry: ReviewEntry, notice: Notice | None) -> str:
    """Return the entry as one line. Its kind is null where the item is no longer in the ledger."""
    named = {"reference": str(entry.ref), "kind": kind_of(notice) if notice else None, "state": entry.state}
    application = {"source": entry.source, "application_id": entry.application_id, "since": entry.at.isoformat()}
    return json.dumps({**named, **application})


def _proof(notice: Notice, *, reveal: bool) -> dict[str, object]:
    """Return the ledger item; without `reveal`, only what leads to nobody."""
    values = {name: value for name, value in write_notice(notice).items() if name not in {"decision", "claim"}}
    if notice.letter and not reveal:
        values["letter"] = {name: value for name, value in values["letter"].items() if name != "candidate"}
        values.pop("letter_to")
    if notice.claim and notice.claim.sent_to and reveal:
        values["sent_to"] = notice.claim.sent_to.reveal()
    claim = {"claimed_at": notice.claim.at.isoformat(), "text_sha256": notice.claim.text_sha256} if notice.claim else {}
    named = {"reference": str(notice.ref), "kind": kind_of(notice)}
    if corrected := [name for name, _ in changes(notice, reveal=False)]:
        named |= {"corrected": ", ".join(corrected)}
    return {**values, **claim, "ses_message_id": notice.ses_message_id, **named}
