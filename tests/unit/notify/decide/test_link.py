"""A link that somebody asked for: a letter to each person at the mailbox, once in some minutes, and to nobody else."""

from dataclasses import replace
from datetime import timedelta

from functions.domain.notices.owed_letter import LetterKind
from functions.domain.notices.states import State
from functions.domain.personal_data import EmailAddress
from functions.domain.pool.link_request import LinkRequest
from functions.notify.commands import Command
from functions.notify.outcome import NoticeOutcome
from functions.notify.pipeline import process
from tests.fakes.notify import World as FakeNotify
from tests.optin_builders import CANDIDATE, EMAIL, mailbox_key, opt_in, person_key, receipt, withdrawal

HANDLED = [NoticeOutcome.LINK_REQUEST_HANDLED]


def joined(**changes: object) -> FakeNotify:
    """notify with one person in the pool, at the moment at which they ask."""
    notify = FakeNotify()
    member = opt_in(receipt=receipt(given_at=notify.now), joined_at=notify.now)
    notify.pool.join(replace(member, **changes))  # type: ignore[arg-type]
    return notify


def ask(notify: FakeNotify, email: str = EMAIL) -> list[object]:
    command = Command(LinkRequest.at(notify.now, (mailbox_key(email),)))
    return list(process([command], ports=notify.ports, deadline=notify.now + timedelta(minutes=2)))


def test_who_is_at_the_mailbox_is_owed_a_letter_that_is_put_on_the_queue() -> None:
    notify = joined()
    assert ask(notify) == HANDLED
    (ref,) = notify.due_notices.refs
    owed = notify.ledger.get(ref)
    assert owed is not None
    assert owed.letter is not None
    assert (owed.state, owed.letter.kind, owed.letter.candidate) == (State.HELD, LetterKind.LINK, CANDIDATE)
    assert owed.letter.to is None


def test_where_nobody_is_it_ends_the_same_way_and_nothing_is_owed() -> None:
    notify = joined()
    assert ask(notify, "nobody@example.com") == HANDLED
    assert notify.due_notices.refs == []


def test_ten_minutes_bring_one_letter_and_the_next_ten_another() -> None:
    notify = joined()
    for minutes in (0, 0, 0, 10):
        notify.now += timedelta(minutes=minutes)
        ask(notify)
    assert len(set(notify.due_notices.refs)) == 2


def test_each_person_at_a_shared_mailbox_gets_their_own() -> None:
    notify = joined()
    other = opt_in(
        candidate=person_key(EMAIL, "Ada", "Quillfeather"),
        email=EmailAddress(EMAIL),
        receipt=receipt("r2", given_at=notify.now),
        joined_at=notify.now,
    )
    notify.pool.join(other)
    ask(notify)
    assert len(set(notify.due_notices.refs)) == 2


def test_whoever_has_left_or_whose_opt_in_is_over_gets_none() -> None:
    notify = joined()
    notify.now += timedelta(days=800)
    assert ask(notify) == HANDLED
    left = joined()
    member = opt_in(receipt=receipt(given_at=left.now), joined_at=left.now)
    left.pool.withdraw([(withdrawal(), member)])
    assert ask(left) == HANDLED
    assert notify.due_notices.refs == left.due_notices.refs == []


def test_it_comes_from_the_employer_who_has_the_profile_whoever_has_its_source_now() -> None:
    notify = joined()
    ask(notify)
    owed = notify.ledger.get(notify.due_notices.refs[0])
    assert owed is not None
    assert owed.employer == opt_in().employer
