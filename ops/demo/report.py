"""The outcome of each sample beside the outcome that was expected."""

from dataclasses import dataclass

from ops.demo.observer import DeadLetter
from ops.demo.samples import Sample
from ops.outbox.mails import SentMail

_MEANINGS = {
    "ACCEPTED": "one email sent",
    "RESCINDED": "rescinded: no email sent",
    "SUPPRESSED": "no email sent: the address must not be used",
}


@dataclass(frozen=True)
class Row:
    """One line of the table. `wrong` is empty if everything is as expected."""

    sample: Sample
    outcome: str
    wrong: str


def report(
    samples: list[Sample], states: dict[str, str], dead_letters: dict[str, DeadLetter], mails: list[SentMail]
) -> list[Row]:
    """Compare the samples with what was observed. `dead_letters` is by application."""
    return [
        _row(sample, states.get(sample.application), dead_letters.get(sample.application), _to(sample, mails))
        for sample in samples
    ]


def table(rows: list[Row]) -> str:
    """Return the rows as a table for a terminal."""
    width = max(len(row.sample.story) for row in rows)
    lines = [f"{'Application':<12}  {'What was published':<{width}}  Outcome"]
    lines += [f"{row.sample.application:<12}  {row.sample.story:<{width}}  {row.outcome}{_mark(row)}" for row in rows]
    return "\n".join(lines)


def _row(sample: Sample, state: str | None, letter: DeadLetter | None, mails: list[SentMail]) -> Row:
    meaning = _MEANINGS.get(state or "", state or "nothing")
    outcome = f"dead-lettered: {letter.code}, {letter.detail}" if letter else meaning
    return Row(sample, outcome, "; ".join(_faults(sample, state, letter, mails)))


def _faults(sample: Sample, state: str | None, letter: DeadLetter | None, mails: list[SentMail]) -> list[str]:
    faults = []
    if (letter.code if letter else None) != sample.error:
        faults.append(f"dead-letter reason should be {sample.error}")
    if sample.error is None and state != sample.state:
        faults.append(f"state should be {sample.state}")
    if len(mails) != sample.mails:
        faults.append(f"{len(mails)} emails instead of {sample.mails}")
    # The text part has line breaks; sentences are compared word by word.
    text = " ".join(word for mail in mails for word in mail.text.split())
    faults += [f"does not say {words!r}" for words in sample.says if mails and words not in text]
    faults += [f"says {words!r}" for words in sample.never_says if words in text]
    return faults


def _to(sample: Sample, mails: list[SentMail]) -> list[SentMail]:
    return [mail for mail in mails if sample.email in mail.to]


def _mark(row: Row) -> str:
    return f"  WRONG: {row.wrong}" if row.wrong else ""
