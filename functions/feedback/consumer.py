"""A batch of events in, one end for each: learnt, set aside with its reason, or seen again."""

from dataclasses import dataclass
from typing import Any

from functions.domain.errors import Permanent, Transient
from functions.domain.ses_event import read_ses_event
from functions.feedback.ports import Ports
from functions.feedback.service import learn
from functions.runtime.observability import count, log_bug, logger
from functions.runtime.set_aside import SetAside

type Record = dict[str, Any]


@dataclass(frozen=True)
class Consumer:
    ports: Ports
    set_aside: SetAside

    def take(self, records: list[Record]) -> list[str]:
        """The ids of the messages that did not come to their end."""
        return [record["messageId"] for record in records if not self._is_over(record)]

    def _is_over(self, record: Record) -> bool:
        """The one boundary between the messages of a batch."""
        about = {"message_id": record["messageId"]}
        try:
            self._take(record, about)
        except Transient as err:
            count("EventGivenBack")
            logger.warning("event given back", extra={"reason": str(err), **about})
            return False
        except Exception as err:  # noqa: BLE001
            count("FeedbackFailed")
            log_bug("event failed", err, **about)
            return False
        return True

    def _take(self, record: Record, about: dict[str, str]) -> None:
        try:
            event = read_ses_event(record["body"])
            outcome = learn(event, ports=self.ports)
        except Permanent as reason:
            self.set_aside.keep(record["body"], record["messageId"], reason)
            count("EventSetAside")
            why = {"error_code": reason.code, "error_detail": reason.detail}
            logger.warning("event set aside", extra={**why, **about})
        else:
            count(outcome.value)
            notice = {"notice": str(event.ref)} if event.ref else {}
            logger.info("event done", extra={"outcome": outcome.name, "kind": event.kind, **notice, **about})
