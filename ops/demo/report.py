"""What became of each sample, against what was to become of it."""

from dataclasses import dataclass

from ops.demo.observer import SetAside
from ops.demo.samples import Sample
from ops.outbox.mails import SentMail

_MEANINGS = {
    "ACCEPTED": "told, by one e-mail",
    "RESCINDED": "taken back: nobody was told",
    "SUPPRESSED": "not told: the address is not to be used",
}


@dataclass(frozen=True)
class Row:
    """One line of the table; `wrong` is empty where all is as expected."""

    sample: Sample
    outcome: str
    wrong: str


def report(
    samples: list[Sample], states: dict[str, str], set_aside: dict[str, SetAside], mails: list[SentMail]
) -> list[Row]:
    """`set_aside` is by application."""
    return [
        _row(sample, states.get(sample.application), set_aside.get(sample.application), _to(sample, mails))
        for sample in samples
    ]


def table(rows: list[Row]) -> str:
    width = max(len(row.sample.story) for row in rows)
    lines = [f"{'Application':<12}  {'What was published':<{width}}  What became of it"]
    lines += [f"{row.sample.application:<12}  {row.sample.story:<{width}}  {row.outcome}{_mark(row)}" for row in rows]
    return "\n".join(lines)


def _row(sample: Sample, state: str | None, aside: SetAside | None, mails: list[SentMail]) -> Row:
    became = _MEANINGS.get(state or "", state or "nothing")
    outcome = f"set aside: {aside.code}, {aside.detail}" if aside else became
    return Row(sample, outcome, "; ".join(_faults(sample, state, aside, mails)))


def _faults(sample: Sample, state: str | None, aside: SetAside | None, mails: list[SentMail]) -> list[str]:
    faults = []
    if (aside.code if aside else None) != sample.error:
        faults.append(f"set aside should be {sample.error}")
    if sample.error is None and state != sample.state:
        faults.append(f"state should be {sample.state}")
    if len(mails) != sample.mails:
        faults.append(f"{len(mails)} mails instead of {sample.mails}")
    # The HTML-free part breaks its lines between paragraphs; a sentence is compared as words.
    text = " ".join(word for mail in mails for word in mail.text.split())
    faults += [f"does not say {words!r}" for words in sample.says if mails and words not in text]
    faults += [f"says {words!r}" for words in sample.never_says if words in text]
    return faults


def _to(sample: Sample, mails: list[SentMail]) -> list[SentMail]:
    return [mail for mail in mails if sample.email in mail.to]


def _mark(row: Row) -> str:
    return f"  WRONG: {row.wrong}" if row.wrong else ""
