"""The description of a notice or letter: what its state means, what a person can do, its attempts and its history."""

from collections.abc import Iterator

from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.notice import FOR_EVER, Claim, Notice
from functions.review.correction import changes, masked
from functions.review.hints import meaning, to_do


@dataclass(frozen=True)
class Attempt:
    """An attempt at an email. `is_last`: no other has followed it. `to`: the recipient, masked unless revealed."""

    claim: Claim
    to: str
    is_last: bool


@dataclass(frozen=True)
class Description:
    """All that a person may read about one notice. `reported`: what SES has proven about its email."""

    notice: Notice
    kind: str
    meaning: str
    to_do: str
    attempts: tuple[Attempt, ...]
    reported: str | None
    is_closed_for_good: bool
    corrected: tuple[tuple[str, str | None], ...]


def describe(notice: Notice, *, reveal: bool) -> Description:
    """Return the description of one notice. Addresses are whole only with `reveal`."""
    status = notice.delivery_status
    return Description(
        notice=notice,
        kind=kind_of(notice),
        meaning=meaning(notice),
        to_do=to_do(notice),
        attempts=tuple(_attempts(notice, reveal=reveal)),
        reported=status.name.lower().replace("_", " ") if status else None,
        is_closed_for_good=notice.rescinded_at == FOR_EVER,
        corrected=tuple(changes(notice, reveal=reveal)),
    )


def kind_of(notice: Notice) -> str:
    """Return what the item of the ledger is: a notice, or a letter of the talent pool by its kind."""
    return notice.letter.kind.value if notice.letter else "notice"


def _attempts(notice: Notice, *, reveal: bool) -> Iterator[Attempt]:
    for claim in notice.claims:
        yield Attempt(claim, _recipient(notice, claim, reveal=reveal), claim is notice.claim)


def _recipient(notice: Notice, claim: Claim, *, reveal: bool) -> str:
    if claim.sent_to:
        address = claim.sent_to.reveal()
        return address if reveal else masked(address)
    return "the address in the talent pool" if notice.letter else "an erased person"
