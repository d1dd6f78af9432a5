"""Read-only views of the ledger: what needs a person, and the history of one application."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from functions.domain.notices.notice import Notice
from functions.domain.notices.review import Reviewer
from functions.domain.notices.states import State
from functions.review.correction import changes
from functions.review.description import kind_of
from functions.review.find import find_cycles
from functions.review.hints import meaning, to_do
from functions.review.waiting_list import FUTURE, Waiting, list_waiting, split_held
from functions.stores.ledger.notice_item import write_notice
from ops.ledger.connection import Connection
from ops.ledger.describe import describe, timestamp
from ops.ledger.held_back import show_held
from ops.ledger.refusals import explaining_refusals
from ops.terminal.progress import say


def show_pending(connection: Connection, *, everything: bool, as_json: bool) -> None:
    """Print what needs a person, the longest waiting first; with `everything` also what usually settles by itself."""
    entries = _waiting(connection, Reviewer.PERSON, connection.now())
    on_its_way = _waiting(connection, Reviewer.SWEEP, connection.now() + FUTURE) if everything else []
    untold = _waiting(connection, Reviewer.NOBODY, connection.now()) if everything else []
    if as_json:
        _say_as_json([*entries, *untold, *on_its_way])
        return
    groups, others = split_held(entries)
    show_held(groups)
    for waiting in others:
        say(_as_text(waiting, f"since {timestamp(waiting.entry.at)}"))
    if not entries:
        say("No notice needs a person")
    if untold:
        say("Not told, because an earlier email was reported as spam:")
    for waiting in untold:
        say(_as_text(waiting, f"since {timestamp(waiting.entry.at)}"))
    if on_its_way:
        say(f"On its way: {len(on_its_way)}")
    for waiting in on_its_way:
        say(_as_text(waiting, f"the sweep checks it at {timestamp(waiting.entry.at)}", is_on_its_way=True))


def show_application(connection: Connection, named: Sequence[str], *, reveal: bool, as_json: bool) -> None:
    """Print all cycles of one application, named by its source and id, or by a reference."""
    with explaining_refusals(connection):
        cycles = find_cycles(named, reviews=connection.reviews)
    if not as_json:
        say(f"{cycles[0].source}  {cycles[0].application_id}")
    for notice in cycles:
        say(json.dumps(_proof(notice, reveal=reveal)) if as_json else "\n".join(describe(notice, reveal=reveal)))


def _waiting(connection: Connection, reviewer: Reviewer, until: datetime) -> list[Waiting]:
    return list_waiting(reviewer, until, ledger=connection.ledger, reviews=connection.reviews)


def _as_text(waiting: Waiting, when: str, *, is_on_its_way: bool = False) -> str:
    entry, notice = waiting.entry, waiting.notice
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


def _say_as_json(entries: Iterable[Waiting]) -> None:
    for waiting in entries:
        say(_as_json(waiting))


def _as_json(waiting: Waiting) -> str:
    """Return the entry as one line. Its kind is null where the item is no longer in the ledger."""
    entry, notice = waiting.entry, waiting.notice
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
