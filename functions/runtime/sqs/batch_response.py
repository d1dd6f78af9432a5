"""Partial batch response of SQS: each message of a batch is done, dead-lettered or returned to its queue on its own.

Powertools has a BatchProcessor for this. It would add 167 ms to a cold start.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from functools import partial

from functions.domain.errors import Permanent, Stopped, Transient
from functions.domain.lean_dataclass import dataclass
from functions.runtime import metrics
from functions.runtime.gather import capture
from functions.runtime.observability import count, log_bug, logger
from functions.runtime.sqs.backoff import VisibilityBackoff
from functions.runtime.sqs.dead_letter import DeadLetterQueue
from functions.runtime.sqs.message import Message


@dataclass(frozen=True)
class MessageResult:
    """Result of a message: its outcome, or the error that ended the work on it. `log_keys` identify the case."""

    message: Message
    result: StrEnum | Exception
    log_keys: Mapping[str, str] = field(default_factory=dict)

    @property
    def keys(self) -> dict[str, str]:
        return {**self.log_keys, "message_id": self.message.id}


@dataclass(frozen=True)
class MetricNames:
    """Metrics of one queue. `dead_lettered_by_code`: those of messages whose error code has a metric of its own."""

    dead_lettered: str = metrics.DECISION_DEAD_LETTERED
    retried: str = metrics.MESSAGE_RETRIED
    delayed: str = metrics.MESSAGE_DELAYED
    failed: str = metrics.MESSAGE_FAILED
    dead_lettered_by_code: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class BatchResponse:
    """The ends of one queue's messages. Each is logged and counted.

    Without `dead_letters`, a message that can never be processed is our own bug. Without `backoff`, a message returns
    when its visibility timeout ends.
    """

    dead_letters: DeadLetterQueue | None = None
    backoff: VisibilityBackoff | None = None
    names: MetricNames = MetricNames()

    def finish(self, results: Sequence[MessageResult]) -> list[str]:
        """Finish each message. Return the ids of those that must return to the queue."""
        counts = Counter[str]()
        failed = [result for result in results if not self._finish_one(result, counts)]
        retried = [(result.message, result.result) for result in failed if isinstance(result.result, Transient)]
        if self.backoff and retried:
            self._delay(self.backoff, retried)
        for name, times in (+counts).items():
            count(name, times)
        return [result.message.id for result in failed]

    def _delay(self, backoff: VisibilityBackoff, messages: Sequence[tuple[Message, Transient]]) -> None:
        delayed = capture(backoff.apply, messages)
        if isinstance(delayed, Exception):
            # They return all the same, once they are visible again.
            log_bug("messages could not be delayed", delayed)

    def _finish_one(self, ended: MessageResult, counts: Counter[str]) -> bool:
        """Return whether the message is at its end."""
        match ended.result:
            case StrEnum() as outcome:
                counts[outcome.value] += 1
                logger.info("message done", extra={"outcome": outcome.name, **ended.keys})
                return True
            case Permanent() as reason if self.dead_letters:
                return self._dead_letter(ended, self.dead_letters, reason, counts)
            case Transient() as reason:
                self._log_retry(ended, reason, counts)
                return False
            case bug:
                return self._log_failure(ended, bug, counts)

    def _dead_letter(
        self, ended: MessageResult, dead_letters: DeadLetterQueue, reason: Permanent, counts: Counter[str]
    ) -> bool:
        sent = capture(partial(dead_letters.send, reason=reason), ended.message)
        if isinstance(sent, Exception):
            return self._log_failure(ended, sent, counts)
        counts[self.names.dead_lettered_by_code.get(reason.code, self.names.dead_lettered)] += 1
        why = {"error_code": reason.code, "error_detail": reason.detail}
        logger.warning("message dead-lettered", extra={**why, **ended.keys})
        return True

    def _log_retry(self, ended: MessageResult, reason: Transient, counts: Counter[str]) -> None:
        # A message that knows when to return is no trouble, and triggers no alarm. That SES accepts nothing of ours has
        # an alarm of its own.
        is_stopped = isinstance(reason, Stopped)
        counts[self.names.delayed if is_stopped or reason.after is not None else self.names.retried] += 1
        counts[metrics.SENDING_STOPPED] += is_stopped
        logger.warning("message returned to the queue", extra={"reason": str(reason), **ended.keys})

    def _log_failure(self, ended: MessageResult, bug: Exception | StrEnum, counts: Counter[str]) -> bool:
        counts[self.names.failed] += 1
        if isinstance(bug, Exception):
            log_bug("message failed", bug, **ended.keys)
        return False
