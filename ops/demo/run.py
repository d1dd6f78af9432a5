"""`make demo`: a stack of its own, the samples, what became of them, and two links to look at."""

import threading
import time
from contextlib import suppress
from datetime import UTC, datetime

from ops.demo.burst import LIMIT, Burst
from ops.demo.follow import Settling
from ops.demo.observer import Observer
from ops.demo.report import Row, report, table
from ops.demo.samples import Sample, samples
from ops.demo.visit import visit
from ops.deploy.deployment import Outputs
from ops.deploy.sam import Parameters
from ops.embedded.stack import running_stack
from ops.ledger.connection import connect_to
from ops.outbox.mails import SentMail
from ops.outbox.server import serving_outbox
from ops.terminal.failure import Failure
from ops.terminal.ports import free_port, is_free
from ops.terminal.progress import say, step

_PORT = 4566
# Long enough to take a decision back, short enough to wait for; the embedded AWS looks at its schedules every 10 s.
_HELD: Parameters = {"NoticeHold": "PT15S", "NoticeWindow": "off", "MostPerJobAndHour": str(LIMIT)}
# By clock hours bursts are counted; the demo's must not fall into two.
_ENOUGH_OF_THE_HOUR = 15


def demo(port: int | None, *, once: bool) -> int:
    """0 if everything became what was expected of it. Stays up until Ctrl-C unless `once`."""
    port = port or (_PORT if is_free(_PORT) else free_port())
    with running_stack(port, _HELD) as outputs:
        _wait_for_the_next_hour()
        # Made only now: the hold of what is decided at this moment is already running.
        rows = _look(outputs, samples(datetime.now(UTC)), once=once)
    return verdict(rows)


def verdict(rows: list[Row]) -> int:
    """Says whether all is as expected; 1 if it is not."""
    wrong = [row.sample.application for row in rows if row.wrong]
    say(f"Not as expected: {', '.join(wrong)}" if wrong else f"All {len(rows)} became what was expected of them.")
    return 1 if wrong else 0


def _look(outputs: Outputs, decisions: list[Sample], *, once: bool) -> list[Row]:
    stories = {sample.email: sample.story for sample in decisions}
    with serving_outbox(outputs["EndpointUrl"], stories) as outbox:
        rows, mails = _play(outputs, decisions)
        # Only a page that opens makes the mail worth sending.
        links = [mail.invitation for mail in mails if mail.invitation]
        if not links:
            raise Failure("No mail carries an invitation", f"look at {outbox}")
        with step("Opening an opt-in page as a candidate would"):
            visit(links[0])
        # Links that die in the same second would only mislead.
        if not once:
            say(f"\nThe mails:      {outbox}\nAn opt-in page: {links[0]}\n")
            _stay_up()
    return rows


def _play(outputs: Outputs, decisions: list[Sample]) -> tuple[list[Row], list[SentMail]]:
    observer = Observer(outputs)
    settling, burst = Settling(decisions, observer), Burst(datetime.now(UTC), observer)
    say(f"\nPublishing {len(decisions)} applications' decisions; what the hold of 15 s covers can still be taken back")
    say("What follows is looked at a few times a second: a short state may not be seen.")
    settling.publish()
    burst.publish()
    settling.wait()
    aside = {settling.message_ids.get(found.message_id, ""): found for found in observer.dead_letters()}
    mails = observer.mails()
    rows = [*report(decisions, observer.states(), aside, mails), burst.play(connect_to(outputs["EndpointUrl"]))]
    say(f"\n{table(rows)}\n")
    return rows, mails


def _wait_for_the_next_hour() -> None:
    while (now := datetime.now(UTC)).minute == 59 and now.second >= 60 - _ENOUGH_OF_THE_HOUR:  # noqa: PLR2004
        time.sleep(1)


def _stay_up() -> None:
    say("Ctrl-C ends everything.")
    with suppress(KeyboardInterrupt):
        threading.Event().wait()
    say("")
