"""People who were written to, each with a link of their own, and what they have done since: real calls of the API."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import count

from botocore.exceptions import ClientError

from functions.domain.employers.employers import Employers
from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.pool.address_token import AddressConfirmation
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.key_ring import KeyRing
from functions.domain.pool.membership import OptIn
from functions.domain.pool.unsubscribe import Unsubscribe, employer_mark
from ops.deploy.company_file import read_company
from tests.fakes.optin import Clock, StubLedger, World
from tests.optin_builders import FAMILY_NAME, GIVEN_NAME, SOURCE, Json, notice, person_key, rejection

type Call = tuple[str, Json | None]
_REVOKED = "a key that leaked"
_KEYS = KeyRing("a key that signs", revoked=[_REVOKED])


class Ticking(Clock):
    """Goes on by a second whenever it is looked at: no two things happen at one moment."""

    def __call__(self) -> datetime:
        self.advance(seconds=1)
        return self.now


class Ledger(StubLedger):
    """The notices of all people; DynamoDB throttles the calls about some."""

    def __init__(self) -> None:
        super().__init__()
        self.throttled: set[NoticeRef] = set()

    def add(self, notice: Notice) -> None:
        self._notices[notice.ref] = notice

    def get(self, ref: NoticeRef) -> Notice | None:
        if ref in self.throttled:
            raise ClientError({"Error": {"Code": "ThrottlingException"}}, "GetItem")
        return super().get(ref)


class People(World):
    """The sample company with all its employers and texts, today, and whoever was written to."""

    def __init__(self) -> None:
        company = read_company()
        super().__init__(policy=company.default.policy, clock=Ticking(datetime.now(UTC)), ring=_KEYS)
        self._company, self.letters = company, Ledger()
        self.ledger = self.letters
        self._numbers = count(1)

    @property
    def employers(self) -> Employers:
        return self._company

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """Let it be that moment."""
        today, self.clock.now = self.clock.now, moment
        yield
        self.clock.now = today

    def person(self, *, at: datetime | None = None, employer: str | None = None) -> "Person":
        """Return somebody new, who was written to now or then."""
        email = f"zebulon.quill.{next(self._numbers)}@mailbox.example"
        ref = NoticeRef.of(SOURCE, email)
        decision = rejection(email=email)
        self.letters.add(notice(ref, decision=decision, employer=employer))
        return Person(self, ref, person_key(email, GIVEN_NAME, FAMILY_NAME), at or self.clock())


class Person:
    """One person with the link of one email."""

    def __init__(self, people: People, ref: NoticeRef, candidate: str, invited_at: datetime) -> None:
        self.people, self.ref, self.candidate, self.invited_at = people, ref, candidate, invited_at

    @cached_property
    def code(self) -> str:
        return self._code(_KEYS)

    @property
    def revoked_code(self) -> str:
        return self._code(KeyRing(_REVOKED))

    @property
    def unsubscribe_token(self) -> str:
        return _KEYS.sign(Unsubscribe(self.candidate, employer_mark(""), ""))

    @property
    def address_token(self) -> str:
        """The token in the email to the new address that this person has asked for."""
        member = self.people.pool.get(self.candidate)
        assert isinstance(member, OptIn)
        assert member.pending_address
        pending = member.pending_address
        return _KEYS.sign(AddressConfirmation(self.candidate, pending.id, pending.expires_at))

    def join(self, **answers: object) -> "Person":
        body = self.people.form() | {"revision": None, **answers}
        self.people.call("PUT /api/opt-in", body, code=self.code)
        return self

    def do(self, *calls: Call) -> "Person":
        """Make these calls, as the page of another tab does."""
        for route, body in calls:
            self.people.call(route, body, code=self.code)
        return self

    def _code(self, keys: KeyRing) -> str:
        return keys.sign(Invitation(self.ref, self.candidate, self.invited_at + timedelta(days=30), self.invited_at))
