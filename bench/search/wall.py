"""A page beside one `Query`, by the clock: a process of its own, with our client. Prints the seconds of each round.

The environment names the stub. The two take turns, so that a busy machine is so for both.
"""

import json
import sys
import time
from collections.abc import Callable
from itertools import islice
from typing import Any

from bench.search.measure import PAGE, find
from bench.search.tables import INDEX
from functions.runtime import aws

ROUNDS = 40


def main() -> None:
    dynamodb = aws.dynamodb()

    def page() -> None:
        if len(list(islice(find(dynamodb), PAGE))) < PAGE:
            sys.exit("not a full page")

    def query() -> None:
        values: dict[str, Any] = {":cell": {"S": "#*#anywhere"}}
        dynamodb.query(
            TableName=INDEX,
            KeyConditionExpression="cell = :cell",
            ExpressionAttributeValues=values,
            ScanIndexForward=False,
            Limit=PAGE,
            ConsistentRead=True,
        )

    # The first round connects, and the stub makes its people, and does not count.
    rounds = [(_seconds(page), _seconds(query)) for _ in range(ROUNDS + 1)][1:]
    print(json.dumps({"page": [one for one, _ in rounds], "query": [other for _, other in rounds]}))


def _seconds(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
