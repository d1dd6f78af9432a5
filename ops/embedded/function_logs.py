"""The logs of the functions, saved before the embedded AWS ends and loses them."""

from contextlib import suppress
from operator import itemgetter
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from ops.embedded import aws
from ops.terminal.paths import LOGS


def log_file(port: int) -> Path:
    """Return where the logs of the stack on this port are saved."""
    return LOGS / f"functions-{port}.log"


def keep_logs(endpoint_url: str, port: int) -> None:
    """Save the lines of all log groups in order of time. Save nothing if there are none, or the emulator has died."""
    # This also runs after a failure, and must not hide it behind one of its own.
    with suppress(BotoCoreError, ClientError):
        lines = sorted(_lines(endpoint_url), key=itemgetter(0))
        if lines:
            log_file(port).write_text("".join(f"{message.rstrip()}\n" for _, message in lines), "utf-8")


def _lines(endpoint_url: str) -> list[tuple[int, str]]:
    logs = aws.session().client("logs", endpoint_url=endpoint_url, config=aws.IMPATIENT)
    groups = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
    pages = [page for group in groups for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group)]
    return [(event["timestamp"], event["message"]) for page in pages for event in page["events"]]
