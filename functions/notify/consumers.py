"""One queue message in, one end out: done, set aside with a reason, or given back."""

from collections.abc import Callable

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from functions.domain.errors import Permanent, Transient
from functions.domain.intake import read_event
from functions.domain.notice import NoticeRef
from functions.notify.outcome import Outcome
from functions.notify.ports import Ports
from functions.notify.service import decide, send_due
from functions.notify.set_aside import SetAside
from functions.runtime.observability import count, log_bug, logger

type Consumer = Callable[[SQSRecord], None]
type GiveBack = Callable[[SQSRecord, Transient], None]


def decisions(ports: Ports, set_aside: SetAside, give_back: GiveBack) -> Consumer:
    """For messages of Decisions: whatever can never be processed is set aside."""

    def consume(record: SQSRecord) -> None:
        try:
            intake = read_event(record.body)
            count("UnknownFields", intake.unknown_fields)
            _end(decide(intake.event, ports=ports), record, application_id=intake.event.data.application_id)
        except Permanent as reason:
            set_aside.keep(record.body, record.message_id, reason)
            count("DecisionSetAside")
            why = {"error_code": reason.code, "error_detail": reason.detail}
            logger.warning("decision set aside", extra={**why, **_about(record)})

    return _bounded(consume, give_back)


def due_notices(ports: Ports, give_back: GiveBack) -> Consumer:
    """For messages of DueNotices, which only our scheduler sends: an impossible one is a bug, and is given back."""

    def consume(record: SQSRecord) -> None:
        _end(send_due(NoticeRef.parse(record.body), ports=ports), record, notice=record.body)

    return _bounded(consume, give_back)


def _bounded(consume: Consumer, give_back: GiveBack) -> Consumer:
    """The one batch boundary: nothing leaves it unlogged, and no log quotes what an unexpected error says."""

    def guarded(record: SQSRecord) -> None:
        try:
            consume(record)
        except Transient as err:
            # A message that knows when to come back is no trouble, and rings nothing.
            count("MessageGivenBack" if err.after is None else "MessageWaits")
            logger.warning("message given back", extra={"reason": str(err), **_about(record)})
            give_back(record, err)
            raise
        except Exception as err:
            count("MessageFailed")
            log_bug("message failed", err, **_about(record))
            raise

    return guarded


def _end(outcome: Outcome, record: SQSRecord, **keys: str) -> None:
    count(outcome.value)
    logger.info("message done", extra={"outcome": outcome.name, **keys, **_about(record)})


def _about(record: SQSRecord) -> dict[str, str]:
    return {"message_id": record.message_id}
