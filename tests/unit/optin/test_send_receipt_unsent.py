"""Receipts that are not sent: whatever the reason, the opt-in is on record and the answer is the same."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from functions.domain.errors import KindRegardsError, Refused, Stopped, Throttled, Transient, Unsure
from functions.domain.personal_data import EmailAddress
from functions.domain.pool.membership import OptIn
from functions.optin import send_receipt as receipts
from functions.optin.send_receipt import RECEIPT_BUDGET
from functions.runtime.observability import metrics
from tests.fakes.optin import Clock, StubLedger, World
from tests.fakes.pool import FakePool
from tests.optin_builders import EMAIL, notice, rejection


@pytest.fixture(autouse=True)
def _no_metrics_left() -> Iterator[None]:
    metrics.clear_metrics()
    yield
    metrics.clear_metrics()


def counted() -> dict[str, float]:
    return {name: sum(metric["Value"]) for name, metric in metrics.provider.metric_set.items()}


ANSWERS = [Refused("MessageRejected"), Throttled("x"), Stopped("x"), Transient("x"), Unsure("ReadTimeoutError")]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: type(answer).__name__)
def test_what_ses_says_changes_neither_answer_nor_record_and_is_not_asked_twice(
    answer: KindRegardsError,
) -> None:
    world = World()
    world.mailer.answers = [answer]
    shown = world.join()
    assert world.opt_in()["receipt"] == shown
    assert world.join() == shown
    assert world.mailer.attempts == 1
    assert counted() == {"ReceiptFailed": 1}


BUGS = [KeyError(EMAIL), ReadTimeoutError(endpoint_url=EMAIL)]


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: type(bug).__name__)
def test_what_nobody_expected_changes_nothing_either(bug: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise bug

    monkeypatch.setattr(receipts, "compose_receipt", fail)
    world = World()
    shown = world.join()
    assert world.opt_in()["receipt"] == shown
    assert counted() == {"ReceiptFailed": 1}


def test_no_mail_goes_to_an_address_on_the_list_however_it_is_spelled() -> None:
    world = World()
    world.do_not_contact.add(EmailAddress(EMAIL.upper()), "bounced", world.clock.now)
    assert world.join()["id"]
    assert world.mailer.attempts == 0
    assert counted() == {"ReceiptSuppressed": 1}


@pytest.mark.parametrize("when", ["decision", "later_decision"])
def test_no_mail_goes_to_somebody_who_wants_none(when: str) -> None:
    objecting: dict[str, Any] = {when: rejection(can_email=False)}
    world = World(ledger=StubLedger(notice(**objecting)))
    assert world.join()["id"]
    assert world.mailer.attempts == 0


def test_nobodys_mailbox_is_filled_by_changing_to_and_fro() -> None:
    world = World()
    for turn in range(40):
        world.clock.advance(seconds=1)
        world.join(world.form(agencies=["northstaff"] if turn % 2 else []))
    assert len(world.mailer.receipts) == 20
    assert len(world.opt_in()["consents"]) == 40


class SlowPool(FakePool):
    """Takes its time to write."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def join(self, opt_in: OptIn) -> bool:
        self._clock.now += RECEIPT_BUDGET + timedelta(milliseconds=1)
        return super().join(opt_in)


def test_a_call_that_took_too_long_already_sends_nothing() -> None:
    clock = Clock()
    world = World(pool=SlowPool(clock), clock=clock)
    assert world.join()["id"]
    assert world.mailer.attempts == 0
    assert counted() == {"ReceiptFailed": 1}
