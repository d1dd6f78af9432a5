"""CPU time of a look at an invitation, warm, beside its two reads alone.

The two take turns, so that a busy machine is so for both.
"""

from collections.abc import Sequence
from contextlib import ExitStack

from bench.contenders import Contender, environment, optin, two_reads
from bench.invitations import invite
from bench.processes import Stub, running_worker
from bench.stub.services import SIGNING_KEY
from ops.terminal.failure import Failure

ROUNDS = 40
CALLS = 25

_READS_PER_CALL = 2
_READ = "DynamoDB_20120810.GetItem"


def measure(stub: Stub) -> tuple[Sequence[float], Sequence[float]]:
    """Return the seconds of CPU time per call of each round: optin's, and those of the two reads. Raises Failure."""
    settings = environment(stub.url)
    stub.take()
    call = invite(stub.url, ledger=settings["NOTICE_LEDGER_TABLE"], key=SIGNING_KEY)
    with ExitStack() as stack:
        pair = [stack.enter_context(running_worker(one, settings)) for one in (_optin(), two_reads())]
        # The first round reads the secret and connects, and does not count.
        rounds = [[worker.run([call] * CALLS)["cpu"] / CALLS for worker in pair] for _ in range(ROUNDS + 1)]
    _require_two_reads(stub, len(pair) * CALLS * len(rounds))
    ours, reads = zip(*rounds[1:], strict=True)
    return ours, reads


def _optin() -> Contender:
    return Contender("optin", optin(), "functions.optin.handler")


def _require_two_reads(stub: Stub, calls: int) -> None:
    reads = stub.take().calls[_READ]
    if reads != _READS_PER_CALL * calls:
        raise Failure(f"{calls} looks at an invitation made {reads} reads", "see bench/two_reads.py")
