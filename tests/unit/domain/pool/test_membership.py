"""Where a person stands, at every moment."""

from datetime import datetime, timedelta

import pytest

from functions.domain.pool.membership import Member, Standing, standing
from tests.optin_builders import NOW, SEEDED, opt_in, receipt, withdrawal

JOINED = opt_in(receipt=receipt(given_at=NOW, months=12))
END = JOINED.receipt.expires_at


@pytest.mark.parametrize(
    ("member", "now", "expected"),
    [
        (None, NOW, Standing.NONE),
        (JOINED, NOW, Standing.ACTIVE),
        (JOINED, END - timedelta(microseconds=1), Standing.ACTIVE),
        (JOINED, END, Standing.EXPIRED),
        (JOINED, END + timedelta(days=900), Standing.EXPIRED),
        (withdrawal(), NOW, Standing.WITHDRAWN),
        (withdrawal(), END + timedelta(days=900), Standing.WITHDRAWN),
    ],
    ids=["never joined", "just joined", "last moment", "expiry", "not swept yet", "withdrawn", "withdrawn long ago"],
)
def test_a_person_stands_where_their_last_act_and_the_clock_put_them(
    member: Member | None, now: datetime, expected: Standing
) -> None:
    assert standing(member, now) is expected


def test_a_member_never_prints_name_address_or_area() -> None:
    printed = f"{opt_in()} {opt_in()!r}".lower()
    assert not [text for text in SEEDED if text in printed]
