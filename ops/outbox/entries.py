"""The list of sent emails: stories in their own order, and many emails with one subject as one entry."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ops.outbox.mails import SentMail

# Emails with one subject that are more than this are a crowd, in which nobody looks for one.
_CROWD = 4


@dataclass(frozen=True)
class Entry:
    """One email. `number` is its index among all emails."""

    number: int
    mail: SentMail


@dataclass(frozen=True)
class Fold:
    """Many emails with one subject, the newest first."""

    subject: str
    entries: list[Entry]


def entries(mails: list[SentMail], stories: Mapping[str, str]) -> Iterator[Entry | Fold]:
    """Yield what belongs to no story, newest first, a crowd as one entry; then the stories in their order."""
    numbered = [Entry(number, mail) for number, mail in enumerate(mails)]
    alike: dict[str, list[Entry]] = {}
    for entry in reversed(numbered):
        if not _address(entry, stories):
            alike.setdefault(entry.mail.subject, []).append(entry)
    by_newest: dict[int, Entry | Fold] = {of[0].number: Fold(subject, of) for subject, of in alike.items()}
    by_newest |= {entry.number: entry for of in alike.values() if len(of) <= _CROWD for entry in of}
    yield from (by_newest[number] for number in sorted(by_newest, reverse=True))
    yield from _in_order(numbered, stories)


def first_shown(mails: list[SentMail], stories: Mapping[str, str]) -> int:
    """Return the index of the email to open first: that of the first story, else the newest."""
    in_order = _in_order([Entry(number, mail) for number, mail in enumerate(mails)], stories)
    return in_order[0].number if in_order else len(mails) - 1


def _in_order(numbered: list[Entry], stories: Mapping[str, str]) -> list[Entry]:
    rank = {address: place for place, address in enumerate(stories)}
    told = [entry for entry in numbered if _address(entry, stories)]
    return sorted(told, key=lambda entry: rank[_address(entry, stories)])


def _address(entry: Entry, stories: Mapping[str, str]) -> str:
    """Return the address that has a story; empty where none has."""
    return next((address for address in entry.mail.to if address in stories), "")
