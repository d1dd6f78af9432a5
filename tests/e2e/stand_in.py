"""The stub in the place of SES, for the workers of notify and for as long as a test takes."""

import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.e2e.deployed import Deployed, until
from tests.e2e.ses_stub import SesStub, ses_stub

# Of the queue in the template.
_VISIBILITY_TIMEOUT = 900


def function_name(deployed: Deployed, part: str) -> str:
    functions = deployed.client("lambda").list_functions()["Functions"]
    (name,) = [function["FunctionName"] for function in functions if f"-{part}-" in function["FunctionName"]]
    return str(name)


@contextmanager
def standing_in_for_ses(deployed: Deployed, *, visible_again_after: int = _VISIBILITY_TIMEOUT) -> Iterator[SesStub]:
    """Let notify send to the stub. The messages of a worker that dies come back after that many seconds."""
    client, name, sqs = deployed.client("lambda"), function_name(deployed, "Notify"), deployed.client("sqs")
    queue, arn = deployed.outputs["DecisionsQueueUrl"], deployed.outputs["DecisionsQueueArn"]
    (mapping,) = client.list_event_source_mappings(FunctionName=name, EventSourceArn=arn)["EventSourceMappings"]
    before = client.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    with ses_stub() as stub:
        client.update_function_configuration(
            FunctionName=name, Environment={"Variables": {**before, "AWS_ENDPOINT_URL_SESV2": stub.url}}
        )
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": str(visible_again_after)})
        try:
            yield stub
        finally:
            # No worker may go on once the stub has ended: what it does then would be in no proof.
            client.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
            until(lambda: not kill(workers(stub)), "the last workers to be gone")
            client.update_function_configuration(FunctionName=name, Environment={"Variables": before})
            # What still waits for a dead worker's lease to end would do so for minutes.
            sqs.purge_queue(QueueUrl=queue)
            sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": str(_VISIBILITY_TIMEOUT)})
            client.update_event_source_mapping(UUID=mapping["UUID"], Enabled=True)


def workers(stub: SesStub) -> list[int]:
    """Return the processes that run notify with the stub."""
    found = []
    for process in Path("/proc").iterdir():
        with suppress(OSError):
            if process.name.isdigit() and stub.url.encode() in (process / "environ").read_bytes():
                found.append(int(process.name))
    return [pid for pid in found if pid != os.getpid()]


def kill(pids: Iterable[int]) -> int:
    """Return how many there were to kill."""
    killed = 0
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            killed += 1
    return killed
