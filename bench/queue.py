"""An SQS queue as Lambda reads it: batches of what is visible, and what came back is visible again after its wait."""

import heapq
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from threading import Lock
from typing import Any

type Record = dict[str, Any]


class Queue:
    """Safe to share between threads. `clock` gives seconds."""

    def __init__(self, records: Sequence[Record], clock: Callable[[], float]) -> None:
        self._clock, self._lock, self._turn = clock, Lock(), count()
        self._waiting = [(clock(), next(self._turn), record) for record in records]
        self._in_flight = 0
        self.receipts = {record["messageId"]: 0 for record in records}

    def receive(self, most: int) -> list[Record]:
        """Up to `most` that are visible now, each with the number of its receipts."""
        with self._lock:
            now, batch = self._clock(), list[Record]()
            while self._waiting and self._waiting[0][0] <= now and len(batch) < most:
                batch.append(self._received(heapq.heappop(self._waiting)[2]))
            self._in_flight += len(batch)
            return batch

    def end(self, batch: Sequence[Record], came_back: Mapping[str, float]) -> None:
        """What did not come back is deleted; the others, by their ids, are visible again after so many seconds."""
        with self._lock:
            for record in batch:
                if (wait := came_back.get(record["messageId"])) is not None:
                    heapq.heappush(self._waiting, (self._clock() + wait, next(self._turn), record))
            self._in_flight -= len(batch)

    def is_empty(self) -> bool:
        with self._lock:
            return not self._waiting and not self._in_flight

    def _received(self, record: Record) -> Record:
        self.receipts[record["messageId"]] += 1
        return {**record, "attributes": {"ApproximateReceiveCount": str(self.receipts[record["messageId"]])}}
