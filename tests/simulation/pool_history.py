"""A talent pool that changes while somebody searches it: random people, random searches, random edits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, Protocol

from functions.domain.personal_data import EmailAddress
from functions.domain.pool.membership import Ending, Member, OptIn
from functions.domain.pool.search.criteria import OPEN_FIELDS, Criteria
from functions.domain.pool.search.entry import entry_of
from functions.domain.pool.search.position import Position
from functions.domain.pool.search.visible import Use, found
from functions.optin.ports import MemberPool
from functions.stores.dynamodb.attributes import to_item
from functions.stores.pool.find import SearchIndex, people
from functions.stores.pool.member_item import write_opt_in
from functions.stores.pool.search_writes import SearchWrites
from tests.optin_builders import NOW, answers, opt_in, receipt
from tests.unit.domain.pool.search.people import place

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

FAMILIES = ("warehouse", "driver", "office", "kitchen", "care")
SHIFTS, HOURS, LICENCES = ("day", "night", "weekend"), ("full_time", "part_time"), ("forklift", "g")
# Guelph and around, and two far away.
PLACES = ((43.55, -80.26), (43.45, -80.49), (43.65, -79.38), (43.25, -79.87), (52.52, 13.4), (65.0, 179.99))
AGENCY = {"id": "bright", "name": "Bright", "text": "…"}


class Pool(MemberPool, Protocol):
    """A pool that reads many at once, too."""

    def get_each(self, candidates: Any) -> dict[str, Member]: ...


@dataclass
class History:
    """One pool, its index, and all keys that were ever in it."""

    random: Random
    pool: Pool
    index: SearchIndex
    now: datetime = NOW + timedelta(days=100)

    def __post_init__(self) -> None:
        self.keys: list[str] = []

    def some(self, names: Sequence[str], least: int = 0) -> list[str]:
        return self.random.sample(names, self.random.randint(least, len(names)))

    def tick(self) -> datetime:
        self.now += timedelta(microseconds=self.random.choice([1, 10**6, 10**9]))
        return self.now

    def answers(self) -> dict[str, Any]:
        distance = self.random.choice([None, 5, 25, 50, 100])
        start = self.random.choice([None, date(2027, 3, 1), date(2027, 6, 1)])
        return answers(
            role_families=self.some(FAMILIES, 1),
            shifts=self.some(SHIFTS),
            hours=self.some(HOURS),
            licences=self.some(LICENCES),
            distance_km=distance,
            earliest_start=start.isoformat() if start else None,
            language=self.random.choice(["en", "fr"]),
        )

    def home(self) -> dict[str, Any] | None:
        point = self.random.choice([None, *PLACES, PLACES[0], PLACES[0]])
        return place(point) if point else None

    def criteria(self) -> Criteria:
        there = self.random.choice([None, *PLACES[:3], PLACES[-1]])
        return Criteria(
            role_families=tuple(self.some(FAMILIES)[:4]),
            shifts=tuple(self.some(SHIFTS)[:1]),
            hours=tuple(self.some(HOURS)[:1]),
            licences=tuple(self.some(LICENCES)[:1]),
            place=place(there) if there else None,
            starts_on=self.random.choice([None, None, date(2027, 4, 1)]),
            language=self.random.choice([None, None, "en"]),
            undeclared=frozenset(self.some(OPEN_FIELDS)),
        )

    def join(self, joined_at: datetime | None = None) -> None:
        person = self.somebody(joined_at or self.tick())
        assert self.pool.join(person)

    def fill(self, number: int, joined_at: datetime, dynamodb: "DynamoDBClient") -> None:
        """Let many join at once, without the transactions, which moto makes slow."""
        for _ in range(number):
            person = self.somebody(joined_at)
            entered, index = SearchWrites("PoolSearch").enter(person)
            items = [{"PutRequest": {"Item": write["Put"]["Item"]}} for write in index]
            profile = [{"PutRequest": {"Item": to_item(write_opt_in(entered))}}]
            dynamodb.batch_write_item(RequestItems={"TalentPool": profile, "PoolSearch": items})  # type: ignore[dict-item]

    def somebody(self, at: datetime) -> OptIn:
        key = f"{self.random.getrandbits(128):032x}"
        self.keys.append(key)
        given = receipt(f"r{key}", given_at=at, agencies=self.random.choice([[], [AGENCY]]))
        return opt_in(
            candidate=key,
            employer=self.random.choice(["", "", "", "north"]),
            joined_at=at,
            receipt=given,
            answers=self.answers(),
            place=self.home(),
            email=EmailAddress(f"{key[:8]}@mailbox.example"),
        )

    def edit(self) -> None:
        """Let one person do one thing, or somebody new join."""
        known = [one for one in self.pool.get_each(self.keys).values() if isinstance(one, OptIn)]
        acts: list[Callable[[OptIn], None]] = [self._answer, self._pause, self._renew, self._leave, self._move]
        if not known or self.random.random() < 0.2:
            self.join()
        else:
            self.random.choice(acts)(self.random.choice(known))

    def _answer(self, before: OptIn) -> None:
        self._replace(before, answers=self.answers(), place=self.home())

    def _pause(self, before: OptIn) -> None:
        until = None if before.paused_until else (self.now + timedelta(days=self.random.choice([0, 1, 40]))).date()
        self._replace(before, paused_until=until, time_zone="America/Toronto")

    def _renew(self, before: OptIn) -> None:
        at = self.tick()
        given = receipt(f"n{before.revision}{before.candidate}", given_at=at, agencies=before.receipt.agencies)
        assert self.pool.join(replace(before, revision=before.revision + 1, receipt=given))

    def _leave(self, before: OptIn) -> None:
        mailbox = self.pool.mailbox(before.employer, before.email)
        ending = self.random.choice([Ending.WITHDRAWN, Ending.ERASED])
        assert self.pool.withdraw([(before.ended(self.tick(), mailbox, ending), before)])

    def _move(self, before: OptIn) -> None:
        key = f"{self.random.getrandbits(128):032x}"
        left = replace(before.ended(self.tick(), "mailbox", Ending.MOVED), moved_to=key)
        moved = replace(before, candidate=key, revision=1, email=EmailAddress(f"{key[:8]}@mailbox.example"))
        assert self.pool.move(left, before, moved)
        self.keys.append(key)

    def _replace(self, before: OptIn, **changes: Any) -> None:
        assert self.pool.change(replace(before, revision=before.revision + 1, **changes), None, self.tick())

    def expected(self, criteria: Criteria, use: Use) -> list[str]:
        """Return everybody whom the search should find now, in order, without the index."""
        everybody = [one for one in self.pool.get_each(self.keys).values() if isinstance(one, OptIn)]
        there = [one for one in everybody if found(entry_of(one), criteria, use, self.now)]
        return [one.candidate for one in sorted(there, key=lambda one: str(Position.of(one)), reverse=True)]

    def all(self, criteria: Criteria, use: Use, **how: Any) -> list[OptIn]:
        return list(people(self.index, self.pool, criteria, use, self.now, **how))

    def page(self, criteria: Criteria, use: Use, size: int, after: Position | None) -> list[OptIn]:
        found_now = people(self.index, self.pool, criteria, use, self.now, after=after, at_once=size + 1)
        return [person for person, _ in zip(found_now, range(size), strict=False)]
