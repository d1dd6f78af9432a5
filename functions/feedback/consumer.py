"""A batch of events in, one end for each: learnt, set aside with its reason, or seen again."""

from dataclasses import dataclass
from typing import Any

from functions.domain.errors import Permanent, Transient
from functions.feedback.outcome import Outcome
from functions.feedback.ports import Ports
from functions.feedback.record import record
from functions.mail.ses_events import MailEvent, is_topic_validation, parse_mail_event
from functions.runtime.observability import count, log_bug, logger
from functions.runtime.sqs.dead_letter import DeadLetterQueue

type Record = dict[str, Any]
type About = dict[str, str]

_COMES_BACK = frozenset({Outcome.RETRIED, Outcome.FAILED})


@dataclass(frozen=True)
class Consumer:
    ports: Ports
    set_aside: DeadLetterQueue

    def take(self, records: list[Record]) -> list[str]:
        """The ids of the messages that did not come to their end."""
        return [record["messageId"] for record in records if self._take(record) in _COMES_BACK]

    def _take(self, record: Record) -> Outcome:
        """The one boundary between the messages of a batch. Every end is logged and counted."""
        about = {"message_id": record["messageId"]}
        try:
            outcome = self._end(record, about)
        except Transient as err:
            outcome = Outcome.RETRIED
            logger.warning("event given back", extra={"reason": str(err), **about})
        except Exception as err:  # noqa: BLE001
            outcome = Outcome.FAILED
            log_bug("event failed", err, **about)
        count(outcome.value)
        return outcome

    def _end(self, record: Record, about: About) -> Outcome:
        try:
            outcome = self._learn(record["body"], about)
        except Permanent as reason:
            return self._keep(record, reason, about)
        logger.info("event done", extra={"outcome": outcome.name, **about})
        return outcome

    def _learn(self, body: str, about: About) -> Outcome:
        if is_topic_validation(body):
            return Outcome.TOPIC_VALIDATION
        event = parse_mail_event(body)
        about |= _describe(event)
        return record(event, ports=self.ports)

    def _keep(self, record: Record, reason: Permanent, about: About) -> Outcome:
        self.set_aside.keep(record["body"], record["messageId"], reason)
        why = {"error_code": reason.code, "error_detail": reason.detail}
        logger.warning("event set aside", extra={**why, **about})
        return Outcome.UNKNOWN_NOTICE if reason.code == "unknown_notice" else Outcome.DEAD_LETTERED


def _describe(event: MailEvent) -> About:
    named = {"notice": str(event.ref) if event.ref else None, "receipt": event.receipt_id}
    return {"kind": event.kind, **{name: value for name, value in named.items() if value}}
