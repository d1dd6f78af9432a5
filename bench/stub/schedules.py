"""EventBridge Scheduler as far as notify uses it: schedules by name, so many a second, and a no to the rest."""

from collections import Counter
from http import HTTPStatus

from bench.stub.refusal import Refusal

# CreateSchedule calls a second. Regions differ; see the account's own quota.
RATE = 500


class Schedules:
    """`times`: how often each name was asked for and made. A bucket of a second's calls fills at the rate."""

    def __init__(self) -> None:
        self.made: set[str] = set()
        self.answers: Counter[str] = Counter()
        self._left, self._at = float(RATE), 0.0

    def create(self, name: str, at: float) -> None:
        """Create a schedule. Raises Refusal."""
        self._left = min(float(RATE), self._left + (at - self._at) * RATE)
        self._at = at
        if self._left < 1:
            self.answers["throttled"] += 1
            raise Refusal("ThrottlingException", HTTPStatus.TOO_MANY_REQUESTS)
        self._left -= 1
        if name in self.made:
            self.answers["already there"] += 1
            raise Refusal("ConflictException", HTTPStatus.CONFLICT)
        self.answers["made"] += 1
        self.made.add(name)
