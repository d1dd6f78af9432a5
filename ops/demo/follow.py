"""Follows the samples from publishing until nothing more can happen, and says what it sees."""

import time

from ops.demo.observer import Observer
from ops.demo.samples import Sample
from ops.terminal.failure import Failure
from ops.terminal.progress import say, wait_until

_PATIENCE = 90
# A claim may be released and held again; everything else stays.
_CHANGING = frozenset({"HELD", "CLAIMED"})


class Settling:
    """The samples on their way; `message_ids` tells which message was whose."""

    def __init__(self, samples: list[Sample], observer: Observer) -> None:
        self._samples, self._observer = samples, observer
        self._began = time.monotonic()
        self._applications = {sample.application for sample in samples}
        self._told: dict[str, str] = {}
        self._later = {sample.application: sample for sample in samples if sample.then}
        self.message_ids: dict[str, str] = {}

    def publish(self) -> None:
        for sample in self._samples:
            self._publish(sample.application, sample.messages)

    def wait(self) -> None:
        """Wait until everything is settled. Raises Failure that names what is not."""
        wait_until(self._settled, seconds=_PATIENCE, otherwise=self._overdue)

    def _settled(self) -> bool:
        states = self._observer.states()
        for application in self._applications & states.keys():
            state = states[application]
            self._tell(application, state)
            # Only what is seen to be held is taken back: otherwise its mail might be out already.
            if application in self._later and state == self._later[application].after:
                self._publish(application, self._later.pop(application).then)
        for found in self._observer.dead_letters():
            self._tell(self.message_ids.get(found.message_id, "another"), f"SET ASIDE  {found.code}")
        # A taken-back notice is done only when its schedule has fired, too, and nothing came of it.
        return not self._later and not self._unsettled() and self._observer.is_idle()

    def _publish(self, application: str, messages: tuple[str, ...]) -> None:
        for message in messages:
            self.message_ids[self._observer.publish(message)] = application

    def _tell(self, application: str, state: str) -> None:
        if self._told.get(application) != state:
            self._told[application] = state
            say(f"  {time.monotonic() - self._began:5.1f} s  {application}  {state}")

    def _unsettled(self) -> list[str]:
        known = [sample.application for sample in self._samples]
        return [application for application in known if self._told.get(application) in {None, *_CHANGING}]

    def _overdue(self) -> Failure:
        waiting = ", ".join(self._unsettled()) or "a message or a schedule"
        return Failure(f"After {_PATIENCE} s not settled: {waiting}", "look at .local/logs/functions-*.log")
