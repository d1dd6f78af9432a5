"""Pipeline of a batch of commands: read together, decided concurrently, sent together."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial

from functions.delivery.outcome import SendOutcome, SendResult
from functions.delivery.send import send_all
from functions.domain.notices.person import Person
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.sendable import Sendable
from functions.domain.pool.erased_profiles import ErasedProfiles
from functions.domain.pool.link_request import LinkRequest
from functions.notify.commands import Command
from functions.notify.decide.due import decide_due
from functions.notify.decide.end_letters import end_letters
from functions.notify.decide.endings import count_endings
from functions.notify.decide.event import decide_event
from functions.notify.decide.postpone import postpone, postpone_stopped
from functions.notify.decide.register import Prefetched, register_new
from functions.notify.dispatch.bundles import bundle
from functions.notify.dispatch.check_brake import settle_rollout
from functions.notify.dispatch.compose import compose_all
from functions.notify.dispatch.last_word import suppress_objections
from functions.notify.dispatch.preflight import Cleared, run_preflight
from functions.notify.dispatch.profiles import find_profiles, warn_of_shared_ids
from functions.notify.dispatch.siblings import other_applications
from functions.notify.outcome import OF_LETTER, OF_NOTICE, NoticeOutcome, Result
from functions.notify.ports import DecidePorts, Ports
from functions.runtime.gather import capture, gather_concurrently
from functions.runtime.observability import count


def process(commands: Sequence[Command], *, ports: Ports, deadline: datetime) -> list[Result]:
    """Return the result of each command. Commands about the same application run one after another, in order."""
    results: dict[int, Result] = {}
    remaining = list(enumerate(commands))
    while remaining:
        # One command per application in a turn: the next one then reads what the one before it has written.
        first_of_group: dict[str, tuple[int, Command]] = {}
        for place, command in remaining:
            first_of_group.setdefault(command.group_key, (place, command))
        turn = list(first_of_group.values())
        outcomes = _process_independent([command for _, command in turn], ports=ports, deadline=deadline)
        results |= {place: outcome for (place, _), outcome in zip(turn, outcomes, strict=True)}
        remaining = [(place, command) for place, command in remaining if place not in results]
    return [results[place] for place in range(len(commands))]


def _process_independent(commands: Sequence[Command], *, ports: Ports, deadline: datetime) -> list[Result]:
    """Process commands that are each about another application."""
    refs = [command.notice_ref for command in commands if command.notice_ref]
    notices = dict.fromkeys(refs) | ports.decide.ledger.get_many(refs)
    prefetched = Prefetched(notices, register_new(commands, notices, ports=ports.decide))
    decide = partial(_decide, prefetched=prefetched, ports=ports.decide)
    decided = gather_concurrently(ports.delivery.executor, decide, commands)
    count_endings(commands, decided, ports=ports.decide)
    sendables = [result for result in decided if isinstance(result, Sendable)]
    sent = _send(sendables, _registered_people(sendables, prefetched), ports=ports, deadline=deadline)
    return [sent[result.ref] if isinstance(result, Sendable) else result for result in decided]


def _decide(command: Command, prefetched: Prefetched, *, ports: DecidePorts) -> NoticeOutcome | Sendable:
    if isinstance(command.request, NoticeRef):
        return decide_due(command.request, prefetched, ports=ports)
    if isinstance(command.request, LinkRequest):
        from functions.notify.decide.link import send_links  # noqa: PLC0415  # few batches have one

        return send_links(command.request, ports=ports)
    if isinstance(command.request, ErasedProfiles):
        return end_letters(command.request, ports=ports)
    return decide_event(command.request, prefetched, ports=ports)


def _registered_people(sendables: Sequence[Sendable], prefetched: Prefetched) -> dict[str, Person]:
    """Return the people who were registered in this batch, by key."""
    registered = prefetched.registrations
    people = [registered[item.ref.application].people for item in sendables if item.ref.application in registered]
    return {key: person for by_key in people for key, person in by_key.items()}


def _send(
    sendables: Sequence[Sendable], people: dict[str, Person], *, ports: Ports, deadline: datetime
) -> dict[NoticeRef, Result]:
    # A letter of the pool is about the person's own opt-in. The brake and the bundles are about rejections alone.
    letters = [item for item in sendables if item.notice.letter]
    notices = [item for item in sendables if not item.notice.letter]
    # One after the other: what holds up letters, such as a talent pool that does not answer, holds up no notice.
    told = _send_notices(notices, people, ports=ports, deadline=deadline) if notices else {}
    return told | (_send_letters(letters, ports=ports, deadline=deadline) if letters else {})


def _send_notices(
    notices: Sequence[Sendable], people: dict[str, Person], *, ports: Ports, deadline: datetime
) -> dict[NoticeRef, Result]:
    cleared = run_preflight(notices, people, ports=ports.dispatch)
    told = capture(partial(_send_cleared, notices=notices, ports=ports, deadline=deadline), cleared)
    if cleared.wording_is_new:
        settle_rollout(cleared.reserved, told.values() if isinstance(told, dict) else (), ports=ports.dispatch)
    if isinstance(told, Exception):
        raise told
    return cleared.blocked | told


def _send_cleared(
    cleared: Cleared, notices: Sequence[Sendable], *, ports: Ports, deadline: datetime
) -> dict[NoticeRef, Result]:
    others = other_applications(cleared, ports=ports.dispatch)
    warn_of_shared_ids(cleared.sendables, others)
    suppressed = suppress_objections(cleared.sendables, others, ports=ports.dispatch)
    going = [item for item in cleared.sendables if item.ref not in suppressed]
    bundles, waiting = bundle(going, cleared.keys, others, ports=ports.dispatch)
    postponed = {
        item.ref: capture(partial(_wait_for_sibling, until=waiting[item.ref], ports=ports.decide), item)
        for item in notices
        if item.ref in waiting
    }
    profiles = find_profiles([item.notices[0] for item in bundles], ports=ports.dispatch)
    drafts, undrafted = compose_all(bundles, profiles, ports=ports.dispatch)
    sent = send_all(drafts, ports=ports.delivery, deadline=deadline)
    results = _results(sent, OF_NOTICE) | postpone_stopped(notices, sent, ports=ports.decide)
    _count_siblings(results.keys() - {item.ref for item in notices}, results)
    return suppressed | postponed | undrafted | results


def _count_siblings(refs: Iterable[NoticeRef], results: Mapping[NoticeRef, Result]) -> None:
    """Count the notices that went out in the email of another one.

    Their own messages, which come later, find them settled.
    """
    for ref in refs:
        if isinstance(outcome := results[ref], NoticeOutcome):
            count(outcome.value)


def _wait_for_sibling(item: Sendable, until: datetime, *, ports: DecidePorts) -> NoticeOutcome:
    return postpone(item, until, "another answer to this person is due later today", ports=ports)


def _send_letters(letters: Sequence[Sendable], *, ports: Ports, deadline: datetime) -> dict[NoticeRef, Result]:
    # A batch of rejections has none: its cold start does without them.
    from functions.notify.dispatch.letters import compose_letters  # noqa: PLC0415

    drafts, unsent = compose_letters(letters, ports=ports.dispatch, executor=ports.delivery.executor)
    sent = unsent | send_all(drafts, ports=ports.delivery, deadline=deadline)
    return _results(sent, OF_LETTER) | postpone_stopped(letters, sent, ports=ports.decide)


def _results(
    sent: Mapping[NoticeRef, SendResult], outcomes: Mapping[SendOutcome, NoticeOutcome]
) -> dict[NoticeRef, Result]:
    return {ref: result if isinstance(result, Exception) else outcomes[result] for ref, result in sent.items()}
