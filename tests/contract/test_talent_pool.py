"""The talent pool keeps its promises, in memory and in DynamoDB: one test class, run against both."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from functions.domain.personal_data import EmailAddress
from functions.domain.pool.membership import Ending
from functions.domain.pool.person_key import mailbox_digest
from functions.optin.ports import MemberPool
from functions.stores.pool.talent_pool import TalentPool
from tests.fakes.pool import FakePool
from tests.moto_aws import aws_with, client
from tests.optin_builders import CANDIDATE, NOW, SEEDED, keyed, mailbox_key, opt_in, policy, receipt, withdrawal
from tests.pool_tables import create_pool_tables

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEEP = timedelta(days=1096)
OTHER = "f" * 32
LATER = NOW + timedelta(hours=1)
LATEST = NOW + timedelta(hours=2)


@dataclass
class Table:
    """A talent pool in DynamoDB, and what really lies in it."""

    dynamodb: "DynamoDBClient"

    def pool(self) -> TalentPool:
        return TalentPool(self.dynamodb, "TalentPool", "PoolSearch", KEEP, keyed)

    def raw(self) -> list[dict[str, Any]]:
        return self.dynamodb.scan(TableName="TalentPool")["Items"]

    def raw_by_record(self) -> dict[str, dict[str, Any]]:
        return {item["record"]["S"].partition("#")[0]: item for item in self.raw()}


@pytest.fixture
def table() -> Iterator[Table]:
    with aws_with(create_pool_tables):
        yield Table(client("dynamodb"))


@pytest.fixture(params=["fake", "moto"])
def pool(request: pytest.FixtureRequest) -> MemberPool:
    if request.param == "fake":
        return FakePool()
    table: Table = request.getfixturevalue("table")
    return table.pool()


class TestTalentPool:
    def test_a_stranger_has_no_record_and_no_consents(self, pool: MemberPool) -> None:
        assert pool.get(CANDIDATE) is None
        assert pool.consents(CANDIDATE) == []

    def test_whoever_joins_is_read_back_as_they_joined(self, pool: MemberPool) -> None:
        assert pool.join(opt_in())
        assert pool.get(CANDIDATE) == opt_in()

    def test_empty_answers_and_missing_names_are_read_back_as_such(self, pool: MemberPool) -> None:
        sparse = {"role_families": ["office"], "shifts": [], "area": None, "distance_km": None, "earliest_start": None}
        unnamed = opt_in(given_name=None, family_name=None, answers=sparse)
        pool.join(unnamed)
        assert pool.get(CANDIDATE) == unnamed

    def test_numbers_are_read_back_as_whole_numbers(self, pool: MemberPool) -> None:
        pool.join(opt_in())
        member = pool.get(CANDIDATE)
        assert repr(getattr(member, "answers", {})["distance_km"]) == "25"
        assert repr(getattr(member, "months", None)) == "12"

    def test_a_first_record_is_only_written_where_there_is_none(self, pool: MemberPool) -> None:
        pool.join(opt_in())
        assert not pool.join(opt_in(receipt=receipt("r2", given_at=LATER)))
        assert pool.get(CANDIDATE) == opt_in()
        assert len(pool.consents(CANDIDATE)) == 1

    def test_a_place_is_read_back_with_its_point(self, pool: MemberPool) -> None:
        place = {"id": "5967629", "name": "Guelph", "region": None, "country": "CA", "lat": 43.55, "lon": -80.0}
        assert pool.join(opt_in(place=place))
        assert pool.get(CANDIDATE) == opt_in(place=place)

    def test_a_change_replaces_the_record_and_adds_a_consent(self, pool: MemberPool) -> None:
        changed = opt_in(2, receipt=receipt("r2", given_at=LATER), months=24)
        pool.join(opt_in())
        assert pool.join(changed)
        assert pool.get(CANDIDATE) == changed
        assert [consent["id"] for consent in pool.consents(CANDIDATE)] == ["r1", "r2"]

    @pytest.mark.parametrize("revision", [1, 3, 4])
    def test_a_change_of_something_else_than_the_current_record_is_not_written(
        self, pool: MemberPool, revision: int
    ) -> None:
        pool.join(opt_in())
        assert not pool.join(opt_in(revision, receipt=receipt("r2", given_at=LATER)))
        assert not pool.withdraw([(withdrawal(revision), opt_in())])
        assert pool.get(CANDIDATE) == opt_in()
        assert len(pool.consents(CANDIDATE)) == 1

    def test_a_change_without_a_record_is_not_written(self, pool: MemberPool) -> None:
        assert not pool.join(opt_in(2))
        assert not pool.withdraw([(withdrawal(2), opt_in())])
        assert (pool.get(CANDIDATE), pool.consents(CANDIDATE)) == (None, [])

    def test_a_withdrawal_leaves_a_tombstone(self, pool: MemberPool) -> None:
        pool.join(opt_in())
        assert pool.withdraw([(withdrawal(), opt_in())])
        assert pool.get(CANDIDATE) == withdrawal()

    def test_consents_and_withdrawals_are_told_in_the_order_in_which_they_happened(self, pool: MemberPool) -> None:
        joined, left, back = opt_in(receipt=receipt("z")), withdrawal(), receipt("a", given_at=LATEST)
        pool.join(joined)
        pool.withdraw([(left, joined)])
        assert pool.join(opt_in(3, receipt=back, withdrawn_at=left.withdrawn_at))
        assert pool.consents(CANDIDATE) == [
            {"kind": "given", **joined.receipt.record()},
            {"kind": "withdrawn", "at": "2026-11-23T16:04:05.678901+00:00", "receipt": "z", "method": "web form"},
            {"kind": "given", **back.record()},
        ]

    def test_whoever_joined_again_keeps_the_moment_of_the_withdrawal(self, pool: MemberPool) -> None:
        back = opt_in(3, receipt=receipt("r2", given_at=LATEST), withdrawn_at=withdrawal().withdrawn_at)
        pool.join(opt_in())
        pool.withdraw([(withdrawal(), opt_in())])
        pool.join(back)
        assert pool.get(CANDIDATE) == back

    def test_moments_on_a_full_second_sort_before_later_ones(self, pool: MemberPool) -> None:
        full = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
        for revision, given_at in enumerate((full, full + timedelta(microseconds=5)), start=1):
            pool.join(opt_in(revision, receipt=receipt(f"r{9 - revision}", given_at=given_at)))
        assert [consent["id"] for consent in pool.consents(CANDIDATE)] == ["r8", "r7"]

    def test_a_consent_on_record_is_never_overwritten(self, pool: MemberPool) -> None:
        pool.join(opt_in())
        before = pool.consents(CANDIDATE)
        assert not pool.join(opt_in(2, receipt=receipt("r1", employer="Somebody else")))
        assert pool.consents(CANDIDATE) == before
        assert pool.get(CANDIDATE) == opt_in()

    def test_people_do_not_share_records(self, pool: MemberPool) -> None:
        pool.join(opt_in())
        assert pool.join(replace(opt_in(), candidate=OTHER))
        pool.withdraw([(withdrawal(), opt_in())])
        assert pool.get(OTHER) == replace(opt_in(), candidate=OTHER)
        assert len(pool.consents(OTHER)) == 1


def test_a_long_history_is_told_whole(table: Table) -> None:
    pool, long_intro = table.pool(), "You decide. " * 9000
    for revision in range(1, 13):
        given = receipt(f"r{revision}", given_at=NOW + timedelta(days=revision), intro=long_intro)
        assert pool.join(opt_in(revision, receipt=given))
    assert [consent["id"] for consent in pool.consents(CANDIDATE)] == [f"r{n}" for n in range(1, 13)]


def test_a_withdrawal_takes_every_personal_value_out_of_the_table(table: Table) -> None:
    pool = table.pool()
    pool.join(opt_in())
    assert [seed for seed in SEEDED if seed in str(table.raw()).lower()] == list(SEEDED)
    pool.withdraw([(withdrawal(), opt_in())])
    assert [seed for seed in SEEDED if seed in str(table.raw()).lower()] == []
    tombstone = table.raw_by_record()["PROFILE"]
    kept = {"employer", "employer_name", "mailbox", "changes"}
    assert set(tombstone) == {"candidate", "record", "state", "revision", "withdrawn_at", "expires_at"} | kept


def test_a_consent_holds_no_personal_value(table: Table) -> None:
    table.pool().join(opt_in())
    consent = str(table.raw_by_record()["CONSENT"]).lower()
    assert not [seed for seed in SEEDED if seed in consent]


def test_a_profile_is_swept_at_its_expiry_and_the_proof_of_consent_outlives_it(table: Table) -> None:
    table.pool().join(opt_in())
    profile, consent = table.raw_by_record()["PROFILE"], table.raw_by_record()["CONSENT"]
    # Some days later: the email about its end is made of the profile, and waits for the next window.
    ends = datetime(2027, 11, 23, 15, 4, 5, tzinfo=UTC) + timedelta(days=5)
    assert profile["expires_at"] == {"N": str(int(ends.timestamp()))}
    assert consent["expires_at"] == {"N": str(int((opt_in().receipt.expires_at + KEEP).timestamp()))}


def test_a_tombstone_is_kept_as_long_as_the_proof(table: Table) -> None:
    table.pool().join(opt_in())
    table.pool().withdraw([(withdrawal(), opt_in())])
    assert table.raw_by_record()["PROFILE"]["expires_at"] == {"N": str(int((LATER + KEEP).timestamp()))}


def test_raw_items_of_the_past_stay_byte_for_byte(table: Table) -> None:
    pool = table.pool()
    pool.join(opt_in())
    before = [item for item in table.raw() if item["record"]["S"].startswith("CONSENT#")]
    pool.join(opt_in(2, receipt=receipt("r2", given_at=LATER)))
    pool.withdraw([(withdrawal(3, withdrawn_at=LATEST), opt_in(2, receipt=receipt("r2", given_at=LATER)))])
    assert [item for item in table.raw() if item in before] == before
    assert len([item for item in table.raw() if item["record"]["S"].startswith("CONSENT#")]) == 3


BROTHER = "b" * 32
MAILBOX = mailbox_key()


class TestMailbox:
    def test_a_mailbox_has_every_profile_that_stands_there(self, pool: MemberPool) -> None:
        brother = replace(opt_in(), candidate=BROTHER)
        pool.join(opt_in())
        pool.join(brother)
        assert pool.mailbox("", opt_in().email) == MAILBOX
        assert pool.at_mailbox(MAILBOX) == [opt_in(), brother]
        assert pool.at_mailbox(pool.mailbox("harbour", opt_in().email)) == []

    def test_all_of_them_end_together_or_none(self, pool: MemberPool) -> None:
        brother = replace(opt_in(), candidate=BROTHER)
        left = replace(withdrawal(), candidate=BROTHER)
        pool.join(opt_in())
        pool.join(brother)
        assert not pool.withdraw([(withdrawal(), opt_in()), (replace(left, revision=3), brother)])
        assert pool.get(CANDIDATE) == opt_in()
        assert pool.withdraw([(withdrawal(), opt_in()), (left, brother)])
        assert (pool.get(CANDIDATE), pool.get(BROTHER)) == (withdrawal(), left)
        assert pool.at_mailbox(MAILBOX) == []

    def test_more_profiles_than_one_transaction_takes_end_too(self, pool: MemberPool) -> None:
        many = [replace(opt_in(), candidate=f"{number:032x}") for number in range(23)]
        assert all(map(pool.join, many))
        assert pool.withdraw([(replace(withdrawal(), candidate=one.candidate), one) for one in many])
        assert pool.at_mailbox(MAILBOX) == []

    def test_a_correction_leaves_the_consents_as_they_are(self, pool: MemberPool) -> None:
        pool.join(opt_in())
        corrected = opt_in(2, paused_until=date(2026, 12, 24), place={"id": "1", "lat": 43.55, "lon": -80.26})
        assert pool.change(corrected, None, LATER)
        assert pool.get(CANDIDATE) == corrected
        assert len(pool.consents(CANDIDATE)) == 1

    def test_a_profile_moves_with_its_consent(self, pool: MemberPool) -> None:
        pool.join(opt_in())
        moved = opt_in(candidate=OTHER, email=EmailAddress("zebulon@elsewhere.example"), former=(CANDIDATE,))
        left = replace(withdrawal(), ending=Ending.MOVED, moved_to=OTHER, links_from=NOW)
        assert pool.move(left, opt_in(), moved)
        assert (pool.get(CANDIDATE), pool.get(OTHER)) == (left, moved)
        assert pool.at_mailbox(MAILBOX) == []
        assert pool.at_mailbox(mailbox_key("zebulon@elsewhere.example")) == [moved]
        assert [one["kind"] for one in pool.consents(CANDIDATE)] == ["given", "moved"]
        assert [one["id"] for one in pool.consents(OTHER)] == ["r1"]

    def test_consents_come_in_pages_and_the_last_ones_alone(self, pool: MemberPool) -> None:
        for number in range(1, 6):
            pool.join(opt_in(number, receipt=receipt(f"r{number}", given_at=NOW + timedelta(minutes=number))))
        first, after = pool.consents_after(CANDIDATE, "", 3)
        assert [one["id"] for one in first] == ["r1", "r2", "r3"]
        assert after
        rest, _ = pool.consents_after(CANDIDATE, after, 3)
        assert [one["id"] for one in rest] == ["r4", "r5"]
        assert [one["id"] for one in pool.last_consents(CANDIDATE, 2)] == ["r4", "r5"]


def test_words_are_kept_so_that_their_hash_can_be_computed_again(table: Table) -> None:
    text = policy().consent.canonical(policy().agencies)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    pool = table.pool()
    pool.keep_text(sha256, text)
    pool.keep_text(sha256, text)
    (item,) = table.raw()
    assert (item["candidate"]["S"], item["text"]["S"]) == (f"text-{sha256}", text)


def test_no_key_can_be_computed_from_an_address_without_the_secret(table: Table) -> None:
    table.pool().join(opt_in())
    plain = mailbox_digest("", opt_in().email)
    assert plain not in str([item["candidate"] for item in table.raw()])
