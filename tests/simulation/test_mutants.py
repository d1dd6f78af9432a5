"""The simulation is worth something only if it catches what is broken on purpose."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from functions.domain.errors import Transient, Unsure
from functions.domain.notice import Claim, Entry, Notice, NoticeRef, State
from functions.notify.mail import Mail
from tests.fakes.ledger import FakeLedger
from tests.fakes.mailer import FakeMailer
from tests.simulation.world import Telling

UNTIL_CAUGHT = settings(
    max_examples=2000, stateful_step_count=40, phases=[Phase.generate], report_multiple_bugs=False, print_blob=False
)


class UnconditionalClaim(FakeLedger):
    """The claim is a plain write."""

    def claim(self, ref: NoticeRef, claim: Claim) -> Notice | None:
        return self._keep(self.notices[ref], Entry(claim.at, State.CLAIMED, "due"), claim=claim)


class ClaimAfterSend(FakeLedger):
    """The claim is written together with what came of it."""

    def open(self, notice: Notice, at: datetime) -> Notice | None:
        held = replace(notice, state=State.HELD, claim=None) if notice.claim else notice
        return super().open(held, at)

    def claim(self, ref: NoticeRef, claim: Claim) -> Notice | None:
        return self.notices[ref]

    def settle(self, ref: NoticeRef, claim: Claim, end: Entry, ses_message_id: str | None = None) -> Notice | None:
        return self._keep(self.notices[ref], end, claim=claim)


class ForgetfulRescinding(FakeLedger):
    """A rescinding is answered, and not written."""

    def take_back(self, ref: NoticeRef, rescinded_at: datetime, at: datetime) -> Notice | None:
        return self.notices[ref]


class NoTombstone(FakeLedger):
    """A rescinding that comes first is not remembered."""

    def open(self, notice: Notice, at: datetime) -> Notice | None:
        return None if notice.decision is None and notice.ref not in self.notices else super().open(notice, at)


class RetriedSend(FakeMailer):
    """The SDK's own retries are on."""

    def send(self, mail: Mail, ref: NoticeRef) -> str:
        try:
            return super().send(mail, ref)
        except Unsure:
            return super().send(mail, ref)


class DoubtIsNo(FakeMailer):
    """A lost answer is taken for a no, and the mail tried again later."""

    def send(self, mail: Mail, ref: NoticeRef) -> str:
        try:
            return super().send(mail, ref)
        except Unsure as err:
            raise Transient(str(err)) from err


@pytest.mark.parametrize(
    ("ledger", "mailer", "caught"),
    [
        (UnconditionalClaim, FakeMailer, "told"),
        (ClaimAfterSend, FakeMailer, "told"),
        (ForgetfulRescinding, FakeMailer, "told, though it was rescinded in time|stand"),
        (NoTombstone, FakeMailer, "told, though it was rescinded in time|stand"),
        (FakeLedger, RetriedSend, "told twice"),
        (FakeLedger, DoubtIsNo, "told twice"),
    ],
    ids=lambda part: getattr(part, "__name__", "caught"),
)
def test_what_is_broken_on_purpose_is_caught(ledger: type[FakeLedger], mailer: type[FakeMailer], caught: str) -> None:
    broken = type("Broken", (Telling,), {"ledger": ledger, "mailer": mailer})
    with pytest.raises(AssertionError, match=caught):
        run_state_machine_as_test(broken, settings=UNTIL_CAUGHT)
