"""The end of the letters that somebody who was erased was still owed, and of the addresses in them.

Each would find by itself that what it is about has ended. It would wait for that until it is due, up to two years, or,
where it is in doubt, until somebody has looked.
"""

from collections.abc import Iterator

from functions.domain.errors import Conflict, Transient
from functions.domain.notices.notice import Notice
from functions.domain.notices.person import ERASED
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.states import State
from functions.domain.pool.consent import receipt_of
from functions.domain.pool.erased_profiles import ErasedProfiles
from functions.domain.pool.letters import refs_of_consent
from functions.domain.pool.membership import OptIn
from functions.notify.outcome import NoticeOutcome
from functions.notify.ports import DecidePorts


def end_letters(erased: ErasedProfiles, *, ports: DecidePorts) -> NoticeOutcome:
    """Rescind what is held, and forget the address in what is in doubt. Raises Transient."""
    gone = [candidate for candidate in erased.candidates if not isinstance(ports.pool.get(candidate), OptIn)]
    refs = {*erased.letters, *(ref for candidate in gone for ref in _of_consents(candidate, ports=ports))}
    for notice in ports.ledger.get_many(refs).values():
        _end(notice, ports=ports)
    return NoticeOutcome.LETTERS_ENDED


def _of_consents(candidate: str, *, ports: DecidePorts) -> Iterator[NoticeRef]:
    """Yield the references of what was owed for every consent on record; the record outlives the profile."""
    for receipt in filter(None, map(receipt_of, ports.pool.consents(candidate))):
        yield from refs_of_consent(candidate, receipt)


def _end(notice: Notice, *, ports: DecidePorts) -> None:
    now, has_address = ports.now(), notice.letter is not None and notice.letter.to is not None
    if notice.letter is None:
        return
    if notice.state is State.HELD:
        if ports.ledger.rescind(notice.ref, Revocation(ERASED, now), now) is None:
            raise Conflict
    elif has_address and notice.state is State.CLAIMED:
        raise Transient("claimed by another worker")
    elif has_address and ports.ledger.erase(notice, now) is None:
        raise Conflict
