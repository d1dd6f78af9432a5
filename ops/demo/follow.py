"""The samples' way from the queue until nothing more can happen, as it is seen from outside."""

import time
from collections.abc import Sequence
from datetime import timedelta

from ops.demo.observer import Observer
from ops.demo.samples import Sample
from ops.terminal.failure import Failure
from ops.terminal.progress import PATIENCE, say, wait_until

LOGS = "look at .local/logs/functions-*.log"
# A claim may be released and held again; everything else stays.
_CHANGING = frozenset({"HELD", "CLAIMED"})
_EMAILED = "ACCEPTED"


class SampleRun:
    """One run of the samples. `message_ids` has the application of each message."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._began = time.monotonic()
        self._samples: dict[str, Sample] = {}
        self._seen: dict[str, str] = {}
        self._to_follow_up: dict[str, Sample] = {}
        self.message_ids: dict[str, str] = {}

    def publish(self, samples: Sequence[Sample]) -> None:
        """Publish the first messages of these samples."""
        for sample in samples:
            self._samples[sample.application] = sample
            if sample.then:
                self._to_follow_up[sample.application] = sample
            self._publish(sample.application, sample.messages)

    def wait_for_an_email(self) -> timedelta:
        """Wait until the first email is out. Return how long this machine took for it."""
        wait_until(self._is_anyone_emailed, otherwise=self._overdue)
        return timedelta(seconds=time.monotonic() - self._began)

    def wait(self) -> None:
        """Wait until nothing more can happen. Raises Failure that names what is still on its way."""
        wait_until(self._is_settled, otherwise=self._overdue)

    def _is_anyone_emailed(self) -> bool:
        self._look()
        return _EMAILED in self._seen.values()

    def _is_settled(self) -> bool:
        self._look()
        # A rescinded notice is done only when its schedule has fired as well, and nothing came of it.
        return not self._to_follow_up and not self._unsettled() and self._observer.is_idle()

    def _look(self) -> None:
        states = self._observer.states()
        for application in self._samples.keys() & states.keys():
            self._note(application, states[application])
            # A rejection is revoked only once it is seen to be held: otherwise its email might be out already.
            follow_up = self._to_follow_up.get(application)
            if follow_up and states[application] == follow_up.after:
                self._publish(application, self._to_follow_up.pop(application).then)
        for letter in self._observer.dead_letters():
            self._note(self.message_ids.get(letter.message_id, "another"), f"dead-lettered: {letter.code}")

    def _publish(self, application: str, messages: Sequence[str]) -> None:
        for message in messages:
            self.message_ids[self._observer.publish(message)] = application

    def _note(self, application: str, state: str) -> None:
        if self._seen.get(application) != state:
            self._seen[application] = state
            say(f"  {time.monotonic() - self._began:5.1f} s  {application}  {state}")

    def _unsettled(self) -> list[str]:
        return [application for application in self._samples if self._seen.get(application) in {None, *_CHANGING}]

    def _overdue(self) -> Failure:
        on_their_way = [
            f"{application} is {self._seen.get(application, 'not in the ledger')}" for application in self._unsettled()
        ]
        missed = [f"{name} was never seen {sample.after}" for name, sample in self._to_follow_up.items()]
        what = "; ".join([*on_their_way, *missed]) or "a message or a schedule is left"
        return Failure(f"After {PATIENCE} s: {what}", LOGS)
