"""A table that is busy, or half written: what was made is known, the rest may be tried again, and nobody is called."""

import ast
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

import pytest
from botocore.exceptions import ClientError

from functions.domain.errors import Transient, Unfinished
from functions.domain.notices.notice import Entry
from functions.domain.notices.revocation import Revocation
from functions.domain.notices.sendable import Mark
from functions.domain.notices.states import State
from functions.domain.personal_data import EmailAddress
from functions.stores.dynamodb.batch_get import batch_get
from functions.stores.dynamodb.transactions import write_groups
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.sending.bursts import BurstStore
from functions.stores.sending.do_not_contact import DoNotContactStore
from functions.stores.sending.link_limits import LinkLimits
from functions.stores.sending.people import PeopleStore
from functions.stores.sending.rate_limiter import SharedRateLimiter
from tests.architecture.template import ROOT
from tests.builders import DECIDED_AT, REF, claim, claiming, notice, rescinded
from tests.notify_stack import LEDGER, SENDING, NotifyStack
from tests.optin_builders import keyed

KEEP = timedelta(days=1)
_WRITES = {"put_item", "update_item", "delete_item"}
_ANYBODY = EmailAddress("a@b.example")
_BACK = Revocation.rescinded(rescinded())


class Cancelled(ClientError):
    """A transaction that was cancelled, with the code of each of its writes."""

    def __init__(self, *codes: str) -> None:
        reasons: Any = [{"Code": code} for code in codes]
        super().__init__(
            cast(Any, {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": reasons}), "write"
        )


def failed(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code}}, "a call")


class Table:
    """A table that answers transactions and reads as it was told, and then as it should."""

    class exceptions:  # noqa: N801
        TransactionCanceledException = Cancelled

    def __init__(self, *answers: Any) -> None:
        self.answers, self.written, self.slept = list(answers), list[Any](), list[float]()

    def transact_write_items(self, TransactItems: list[Any]) -> None:  # noqa: N803
        if self.answers and (answer := self.answers.pop(0)):
            raise answer
        self.written += TransactItems

    def batch_get_item(self, RequestItems: Any) -> Any:  # noqa: N803
        if not self.answers:
            return {"Responses": {"table": RequestItems["table"]["Keys"]}}
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return {"Responses": {"table": answer}, "UnprocessedKeys": RequestItems}

    def write(self, count: int) -> list[bool]:
        groups: Any = [[{"Put": n}] for n in range(count)]
        return write_groups(cast(Any, self), groups, self.slept.append)

    def read(self) -> list[Any]:
        return list(batch_get(cast(Any, self), "table", [{"name": {"S": "a"}}], sleep=self.slept.append))


def test_what_was_written_before_an_error_is_told_with_it() -> None:
    table = Table(Cancelled("None", "ConditionalCheckFailed", "TransactionConflict"), None, failed("InternalError"))
    with pytest.raises(Unfinished) as caught:
        table.write(3)
    assert caught.value.made == [True, False, None]
    assert isinstance(caught.value.error, ClientError)
    assert table.written == [{"Put": 0}]


def test_an_error_before_anything_was_written_is_that_error() -> None:
    with pytest.raises(ClientError, match="ValidationException"):
        Table(failed("ValidationException")).write(2)


@pytest.mark.parametrize("code", ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"])
def test_what_is_busy_is_tried_again_after_a_pause_that_grows(code: str) -> None:
    table = Table(*[Cancelled(code)] * 4)
    assert table.write(1) == [True]
    assert table.slept == sorted(table.slept)
    assert table.slept[-1] > 0


@pytest.mark.parametrize("answer", [Cancelled("ThrottlingError"), failed("ThrottlingException")])
def test_what_stays_busy_may_be_tried_again_later(answer: Exception) -> None:
    with pytest.raises(Transient, match="busy"):
        Table(*[answer] * 100).write(1)


def test_of_what_stays_busy_the_rest_is_written_and_known() -> None:
    table = Table(Cancelled("None", "ThrottlingError"), None, *[Cancelled("ThrottlingError")] * 100)
    with pytest.raises(Unfinished) as caught:
        table.write(2)
    assert (caught.value.made, type(caught.value.error)) == ([True, None], Transient)


def test_keys_left_unprocessed_are_asked_for_again_ever_more_slowly_and_not_for_ever() -> None:
    patient, never = Table([], [], []), Table(*[[]] * 100)
    assert patient.read() == [{"name": "a"}]
    assert patient.slept == sorted(patient.slept)
    with pytest.raises(Transient, match="busy"):
        never.read()
    assert 5 <= len(never.slept) < 10


def test_a_large_answer_is_read_without_a_pause() -> None:
    table = Table(*[[{"name": {"S": "b"}}]] * 30)
    assert len(table.read()) == 31
    assert table.slept == []


def test_a_throttled_read_may_be_tried_again() -> None:
    with pytest.raises(Transient, match="busy"):
        Table(failed("ProvisionedThroughputExceededException")).read()


def ledger(stack: NotifyStack) -> NoticeLedger:
    return NoticeLedger(stack.dynamodb, LEDGER, KEEP)


WRITES: dict[str, tuple[str, Callable[[NotifyStack], object]]] = {
    "a hire": (
        "update_item",
        lambda s: PeopleStore(s.dynamodb, SENDING, KEEP, keyed).close("candidate-x", _BACK, DECIDED_AT, None),
    ),
    "a new notice": ("put_item", lambda s: ledger(s).open(notice(), DECIDED_AT)),
    "a rescission": ("update_item", lambda s: ledger(s).rescind(REF, _BACK, DECIDED_AT)),
    "the brake": ("update_item", lambda s: BurstStore(s.dynamodb, SENDING).count_rollout("en-1", 1, DECIDED_AT)),
    "a bounce": (
        "put_item",
        lambda s: DoNotContactStore(s.dynamodb, SENDING, KEEP, keyed).add(_ANYBODY, "bounced", DECIDED_AT),
    ),
    "a request for a link": (
        "update_item",
        lambda s: LinkLimits(s.dynamodb, SENDING, lambda text: text).take("caller", "198.51.100.1", 30, DECIDED_AT),
    ),
    "the rate": (
        "update_item",
        lambda s: SharedRateLimiter(s.dynamodb, SENDING, 14, lambda: DECIDED_AT, lambda _: None).reserve(
            1, DECIDED_AT + KEEP
        ),
    ),
}


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("code", ["TransactionConflictException", "ThrottlingException"])
def test_a_write_that_meets_a_busy_item_comes_back_in_seconds(stack: NotifyStack, write: str, code: str) -> None:
    call, act = WRITES[write]
    with patch.object(stack.dynamodb, call, side_effect=failed(code)), pytest.raises(Transient):
        act(stack)


def test_of_a_batch_that_is_half_claimed_the_claimed_half_is_known(stack: NotifyStack) -> None:
    new = [claiming(notice(ref=REF), claim(id="a"), is_new=True), claiming(notice(ref=REF.next()), is_new=True)]
    answers = [Cancelled("None", "TransactionConflict"), None, failed("InternalServerError")]
    stack.dynamodb.exceptions.TransactionCanceledException  # noqa: B018
    with (
        patch.object(stack.dynamodb, "transact_write_items", side_effect=answers),
        patch.object(stack.dynamodb.exceptions, "TransactionCanceledException", Cancelled),
        pytest.raises(Unfinished) as caught,
    ):
        ledger(stack).claim_all(new)
    assert caught.value.made == [True, None]


def test_a_mark_that_meets_a_busy_item_in_review_leaves_the_others_made(stack: NotifyStack) -> None:
    refs = [REF, REF.next()]
    for ref in refs:
        ledger(stack).open(notice(ref=ref, state=State.CLAIMED, claim=claim()), DECIDED_AT)
    ledger(stack).close(REF.next(), _BACK, DECIDED_AT, State.CLAIMED)
    write, busy = stack.dynamodb.transact_write_items, [Cancelled("TransactionConflict")] * 20

    def half_busy(TransactItems: Any) -> Any:  # noqa: N803
        is_second_round = "attribute_exists(review_reason)" in str(TransactItems)
        if is_second_round:
            raise busy.pop()
        return write(TransactItems=TransactItems)

    marks = [Mark(ref, claim(), Entry(DECIDED_AT, State.ACCEPTED, "SES accepted"), "ses-1") for ref in refs]
    with (
        patch.object(stack.dynamodb, "transact_write_items", half_busy),
        patch.object(stack.dynamodb.exceptions, "TransactionCanceledException", ClientError),
        pytest.raises(Unfinished) as caught,
    ):
        ledger(stack).mark_all(marks)
    assert (caught.value.made, type(caught.value.error)) == ([True, None], Transient)


@pytest.mark.parametrize("path", sorted((ROOT / "functions/stores/ledger").glob("*.py")), ids=lambda path: path.name)
def test_every_write_to_the_ledger_says_when_the_item_is_busy(path: Path) -> None:
    _assert_guarded(path)


@pytest.mark.parametrize("path", sorted((ROOT / "functions/stores/sending").glob("*.py")), ids=lambda path: path.name)
def test_every_write_to_what_senders_share_says_when_the_item_is_busy(path: Path) -> None:
    _assert_guarded(path)


def _assert_guarded(path: Path) -> None:
    module = ast.parse(path.read_text("utf-8"))
    guards = [node for node in ast.walk(module) if isinstance(node, ast.With) and _is_guard(node)]
    guarded = {id(part) for guard in guards for part in ast.walk(guard)}
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Attribute) and node.attr in _WRITES]
    assert [call.lineno for call in calls if id(call) not in guarded] == []


def _is_guard(node: ast.With) -> bool:
    return any(ast.unparse(item.context_expr) == "transient_if_busy()" for item in node.items)
