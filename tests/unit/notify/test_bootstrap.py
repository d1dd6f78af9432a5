"""notify's composition: zones for timing, and what a mail offers."""

from datetime import UTC, datetime

import pytest

from functions.domain.pool.invitation import Invitation
from functions.domain.pool.key_ring import KeyRing
from functions.domain.timing.planner import SlotPlanner
from functions.letters.rejection_composer import RejectionComposer
from functions.letters.wording import read_wordings
from functions.notify.composer import LetterComposer
from tests.builders import DECIDED_AT, REF, Json, employers, notice, policy, rejection
from tests.optin_builders import keyed, person_key

KEYS = KeyRing("a key")
ISSUED = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
VALID = policy().invitation.valid
SITE_URL = "https://stay.acme.example"


@pytest.mark.parametrize(
    ("candidate", "job", "hour"),
    [
        ("Europe/Berlin", "Asia/Tokyo", 8),
        (None, "Asia/Tokyo", 0),
        ("Mars/Olympus", "Asia/Tokyo", 0),
        (None, None, 14),
        ("", "x", 14),
    ],
)
def test_the_candidates_zone_counts_else_the_jobs_else_the_companys(
    candidate: str | None, job: str | None, hour: int
) -> None:
    at_night = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    decision = rejection(decided_at=at_night, candidate={"time_zone": candidate}, job={"time_zone": job})
    of = policy(timing={"hold": "PT0S"})
    planner = SlotPlanner(of.brand, of.timing, lambda _region: lambda _day: None)
    assert planner.slot(decision, at_night).due_at == datetime(2026, 11, 24, hour, tzinfo=UTC)


def test_an_invitation_is_for_one_candidate_and_one_notice() -> None:
    composer = RejectionComposer(employers(), read_wordings(), KEYS, SITE_URL, keyed)
    offer = composer.invite([notice()], ISSUED, None)
    assert offer is not None
    assert (offer.site_url, offer.join_until, offer.is_member) == (SITE_URL, ISSUED + VALID, False)
    member = person_key("sam@example.com", "Sam", "Okafor")
    assert KEYS.verify(Invitation, offer.code) == Invitation(REF, member, ISSUED + VALID, ISSUED)


@pytest.mark.parametrize(("said", "invited"), [({}, True), ({"invite": None}, True), ({"invite": False}, False)])
def test_only_a_false_leaves_the_invitation_out(said: Json, invited: bool) -> None:
    composer = LetterComposer(employers(), read_wordings(), KEYS, "https://stay.acme.example", keyed)
    notices = [notice(), notice(decision=rejection(**said))]
    mail = composer.compose(notices, DECIDED_AT, others_open=False)
    assert ("https://stay.acme.example/en-CA/stay/#" in mail.text) == invited
