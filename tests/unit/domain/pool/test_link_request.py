"""A request for a link as it travels: it comes back as it was made, and says nobody's address."""

from datetime import UTC, datetime, timedelta

import pytest

from functions.domain.errors import Permanent
from functions.domain.pool.link_request import LinkRequest

TEN_PAST = datetime(2026, 11, 23, 9, 10, tzinfo=UTC)
MAILBOXES = (f"mailbox-{'0a' * 16}", f"mailbox-{'1b' * 16}")


def test_a_request_comes_back_as_it_was_made() -> None:
    request = LinkRequest.at(TEN_PAST, MAILBOXES)
    assert LinkRequest.parse(str(request)) == request
    assert LinkRequest.is_one(str(request))


def test_requests_of_ten_minutes_are_alike_and_later_ones_are_not() -> None:
    slots = {LinkRequest.at(TEN_PAST + timedelta(minutes=n), MAILBOXES).slot for n in (0, 5, 9.99)}
    assert len(slots) == 1
    assert LinkRequest.at(TEN_PAST + timedelta(minutes=10), MAILBOXES).slot not in slots


@pytest.mark.parametrize(
    "text", ["link 1", "link x mailbox-1", "link 1 sam@example.com", f"link 1 {MAILBOXES[0]} ", ""]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(Permanent):
        LinkRequest.parse(text)
