"""Look-up of a notice, or of all cycles of an application, by what a person types."""

from collections.abc import Sequence

from functions.domain.errors import Permanent
from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import NoticeRef
from functions.review.ports import DeskLedger, DeskReviews, Sources, is_own
from functions.review.refusal import Refusal

_SOURCE_AND_ID = 2


def find_notice(reference: str, *, ledger: DeskLedger, sources: Sources | None = None) -> Notice:
    """Return the notice with this reference. Raise Refusal if the caller has none."""
    notice = ledger.get(parse_reference(reference))
    if notice is None or not is_own(notice.source, sources):
        raise Refusal("no-such-notice", "The ledger has no such notice", "pending lists references", look="pending")
    return notice


def find_cycles(named: Sequence[str], *, reviews: DeskReviews, sources: Sources | None = None) -> list[Notice]:
    """Return all cycles of one application, named by its source and id, or by a reference. Raise Refusal."""
    cycles = reviews.cycles(_application(named))
    if not cycles or not is_own(cycles[0].source, sources):
        remedy = "the source and application id are those of the event"
        raise Refusal("no-such-notice", "The ledger has no such application", remedy)
    return cycles


def parse_reference(text: str) -> NoticeRef:
    """Return the reference that was typed. Raise Refusal."""
    try:
        return NoticeRef.parse(text)
    except Permanent:
        remedy = "a reference has 32 hex digits, a dash and a number; to get it: show SOURCE APPLICATION_ID, or pending"
        raise Refusal("no-reference", "Not a reference", remedy) from None


def _application(named: Sequence[str]) -> str:
    if len(named) == 1:
        return parse_reference(named[0]).application
    if len(named) > _SOURCE_AND_ID:
        problem = "show takes a reference, or a source and an application id"
        raise Refusal("no-reference", problem, "quote what contains spaces")
    source, application_id = named
    return NoticeRef.of(source, application_id).application
