"""A function's role permits each call that the function makes, and nothing that it does not do.

This is exact only for the paths that are played here. A call on a path that no test here takes is not seen: if the role
lacks its permission, these tests still pass. A permission that only such a path needs looks like one too many, so
whoever adds the permission must play the path too.
"""

from datetime import timedelta

from functions.domain.notices.owed_letter import LetterKind, OwedLetter
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.states import State
from functions.domain.pool.link_request import LinkRequest
from functions.domain.pool.membership import Withdrawal
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.pool.talent_pool import TalentPool
from tests.architecture.template import Permission, name_in
from tests.builders import (
    DECIDED_AT,
    HOLD,
    REF,
    SOURCE,
    claim,
    erased_event,
    notice,
    rejected_event,
    ses_event,
)
from tests.console_builders import GUELPH
from tests.handlers.console_stack import EXPORT, LOG, PEOPLE, PERSON, console_function
from tests.handlers.feedback_function import FeedbackFunction
from tests.handlers.notices_desk import LIST, notices_desk
from tests.handlers.notify_function import Function, notify_function
from tests.handlers.optin_stack import running_stack
from tests.handlers.permissions import FUNCTIONS, Used
from tests.handlers.sweep_function import SweepFunction
from tests.handlers.test_feedback import complain_about_a_receipt
from tests.notify_stack import LEDGER, POOL, POOL_SEARCH
from tests.optin_builders import CANDIDATE, EMAIL, NOW, keyed, mailbox_key, opt_in, receipt

BURST = "burst-0a1b2c3d-2026-11-23T15"


def assert_exact(package: str, used: Used) -> None:
    """Check that the role permits what was used and what Lambda does on the function's behalf, and no more."""
    function = FUNCTIONS[package]
    logs = name_in(function.properties["LoggingConfig"]["LogGroup"])
    by_lambda: set[Permission] = {(f"logs:{action}", logs) for action in ("CreateLogStream", "PutLogEvents")}
    for queue in function.queues:
        by_lambda |= {(f"sqs:{action}", queue) for action in ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")}
    assert function.permissions == by_lambda | {permission for _, permission in used}


def test_notify(permissions: Used) -> None:
    # With a rate, so that it reserves its moments to send.
    with notify_function(MAX_SEND_RATE="500") as notify:
        claimed = notice(ref=NoticeRef.of(SOURCE, "A-2"), state=State.CLAIMED, claim=claim(at=DECIDED_AT + HOLD))
        NoticeLedger(notify.stack.dynamodb, LEDGER, timedelta(days=1)).open(claimed, DECIDED_AT)
        notify.now = DECIDED_AT
        notify.take(rejected_event(), "not a decision")
        # A little too early, so that it waits on its queue.
        notify.now = DECIDED_AT + HOLD - timedelta(minutes=5)
        notify.take(str(REF), queue="DueNotices")
        notify.now = DECIDED_AT + HOLD
        notify.take(str(REF), queue="DueNotices")
        notify.take(rejected_event(application_id="A-2"), erased_event())
        # An answer has changed since, so that the consent on record is read too.
        pool = TalentPool(notify.stack.dynamodb, POOL, POOL_SEARCH, timedelta(days=1), keyed)
        pool.join(opt_in())
        pool.join(opt_in(revision=2, receipt=receipt("r2", given_at=NOW + timedelta(seconds=1))))
        owed = OwedLetter(LetterKind.RECEIPT, "r1", CANDIDATE, REF, NOW, "en")
        item = notice(ref=NoticeRef("5" * 32), state=State.HELD, decision=None, letter=owed)
        NoticeLedger(notify.stack.dynamodb, LEDGER, timedelta(days=1)).open(item, DECIDED_AT)
        notify.take(str(item.ref), queue="DueNotices")
        notify.take(str(LinkRequest.at(notify.now, (mailbox_key(),))), queue="DueNotices")
        erase_everywhere(notify, pool)
        assert {"NoticeHeld", "DecisionDeadLettered", "MessageRetried", "NoticeAccepted", "LetterAccepted"} <= set(
            notify.metrics()
        )
    assert_exact("notify", permissions)


def erase_everywhere(notify: Function, pool: TalentPool) -> None:
    """Somebody whose notice is scheduled, and who is in the pool."""
    names = {"given_name": "Zebulon", "family_name": "Quillfeather"}
    person = {"id": "C-7", "email": EMAIL, **names}
    notify.take(rejected_event(application_id="A-7", candidate=person, decided_at=notify.now - timedelta(minutes=1)))
    notify.take(erased_event(candidate_id="C-7", erased_at=notify.now + timedelta(hours=9)))
    assert isinstance(pool.get(CANDIDATE), Withdrawal)


def test_feedback(feedback: FeedbackFunction, permissions: Used) -> None:
    feedback.told()
    feedback.take(ses_event("delivery"), ses_event("delay"), ses_event("bounce"), "not an event")
    complain_about_a_receipt(feedback)
    assert_exact("feedback", permissions)


def test_sweep(sweep: SweepFunction, permissions: Used) -> None:
    sweep.left(State.HELD)
    sweep.run()
    assert_exact("sweep", permissions)


def test_optin(permissions: Used) -> None:
    with running_stack() as stack:
        stack.join()
        stack.call("GET /api/opt-in")
        stack.call("GET /api/opt-in/export")
        stack.call("DELETE /api/opt-in")
        stack.call("DELETE /api/person")
        stack.call("POST /api/link", {"email": EMAIL})
    assert_exact("optin", permissions)


def test_console(permissions: Used) -> None:
    with console_function() as console:
        sam, search = console.join(), console.search(place=GUELPH)
        for route in (PEOPLE, PERSON, EXPORT):
            assert console.call(route, id=search["id"], candidate=sam.candidate).status == 200
        assert console.call(LOG, "auditor").status == 200
    with notices_desk() as desk:
        desk.notify.take(rejected_event())
        assert desk.show(REF).json["cycles"][0]["words"]
        corrected = desk.corrected(NoticeRef("5" * 32))
        desk.held(1, BURST)
        assert desk.call(LIST).status == 200
        assert desk.decide("send", corrected.ref).status == 200
        assert desk.decide_held("release", BURST, 1).status == 200
    # notify has sent an email meanwhile.
    assert_exact("console", {use for use in permissions if use[0] == "console"})
