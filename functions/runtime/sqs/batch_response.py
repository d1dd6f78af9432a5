"""How each message of a batch ends: done, set aside with its reason, or given back. Every end is logged and counted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from functions.delivery.outcome import Outcome, Result
from functions.domain.errors import Permanent, Stopped, Transient
from functions.notify.commands import Message, Work
from functions.runtime.gather import capture
from functions.runtime.observability import count, log_bug, logger
from functions.runtime.sqs.backoff import VisibilityBackoff
from functions.runtime.sqs.dead_letter import DeadLetterQueue


@dataclass(frozen=True)
class End:
    """A message, what it asked for (None: it could not be read), and what came of it."""

    message: Message
    work: Work | None
    result: Result

    @property
    def about(self) -> dict[str, str]:
        return {**(self.work.describe() if self.work else {}), "message_id": self.message.id}


@dataclass(frozen=True)
class Ends:
    """Where one queue's messages end. Without `set_aside`, what can never be processed is our own bug."""

    give_back: VisibilityBackoff
    set_aside: DeadLetterQueue | None = None

    def meet(self, ends: Sequence[End]) -> list[str]:
        """Brings each to its end; the ids of those that must come back."""
        counts = Counter({"UnknownFields": sum(end.work.unknown_fields for end in ends if end.work)})
        failed = [end for end in ends if not self._meet(end, counts)]
        waiting = [(end.message, end.result) for end in failed if isinstance(end.result, Transient)]
        given_back = capture(self.give_back.apply, waiting)
        if isinstance(given_back, Exception):
            # They come back all the same, once they are visible again.
            log_bug("messages could not be given back", given_back)
        for name, times in (+counts).items():
            count(name, times)
        return [end.message.id for end in failed]

    def _meet(self, end: End, counts: Counter[str]) -> bool:
        """Whether the message is at its end."""
        match end.result:
            case Outcome() as outcome:
                counts[outcome.value] += 1
                logger.info("message done", extra={"outcome": outcome.name, **end.about})
                return True
            case Permanent() as reason if self.set_aside:
                return self._keep(end, self.set_aside, reason, counts)
            case Transient() as reason:
                _explain(end, reason, counts)
                return False
            case bug:
                return _blame(end, bug, counts)

    def _keep(self, end: End, aside: DeadLetterQueue, reason: Permanent, counts: Counter[str]) -> bool:
        kept = capture(lambda message: aside.keep(message.body, message.id, reason), end.message)
        if isinstance(kept, Exception):
            return _blame(end, kept, counts)
        counts["DecisionSetAside"] += 1
        why = {"error_code": reason.code, "error_detail": reason.detail}
        logger.warning("decision set aside", extra={**why, **end.about})
        return True


def _explain(end: End, reason: Transient, counts: Counter[str]) -> None:
    # A message that knows when to come back is no trouble, and rings nothing.
    counts["MessageGivenBack" if reason.after is None else "MessageWaits"] += 1
    counts["SendingStopped"] += isinstance(reason, Stopped)
    logger.warning("message given back", extra={"reason": str(reason), **end.about})


def _blame(end: End, bug: Exception, counts: Counter[str]) -> bool:
    counts["MessageFailed"] += 1
    log_bug("message failed", bug, **end.about)
    return False
