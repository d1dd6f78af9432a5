"""`make demo`: a stack of its own, the samples, what became of them, the talent pool, and links to look at."""

import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from ops.demo import pool
from ops.demo.burst import LIMIT, Burst
from ops.demo.follow import SampleRun
from ops.demo.join import invitations
from ops.demo.observer import Observer
from ops.demo.people import JOINERS
from ops.demo.report import Row, report, table
from ops.demo.samples import held_samples, past_samples
from ops.demo.visit import visit
from ops.deploy.deployment import Outputs
from ops.deploy.sam import Parameters
from ops.embedded.lookup import browser_hint, require_running
from ops.embedded.stack import running_stack
from ops.ledger.connection import connect_to
from ops.outbox.mails import SentMail
from ops.outbox.server import serving_outbox
from ops.terminal.failure import Failure
from ops.terminal.progress import say, step

_PORT = 4566
# Short enough to wait for; the embedded AWS looks at its schedules every second.
_HOLD = timedelta(seconds=15)
_HELD: Parameters = {"NoticeHold": "PT15S", "NoticeWindow": "off", "MostPerJobAndHour": str(LIMIT)}
# Bursts are counted by the clock hour; the demo's must not fall into two.
_ENOUGH_OF_THE_HOUR = 15


def demo(port: int | None, *, once: bool) -> int:
    """Run the demo. Return 0 if every sample had its expected outcome. Stays up until Ctrl-C unless `once`."""
    with (
        running_stack(port, _HELD, preferred=_PORT) as outputs,
        serving_outbox(require_running(urlsplit(outputs["EndpointUrl"]).port), _stories()) as outbox,
    ):
        _wait_for_the_next_hour()
        login, link = None, ""
        try:
            rows, link = _play(outputs)
            login = pool.let_in(outputs)
            status = verdict(rows)
        except Failure as failure:
            # Said before anything ends, while the emails and the logs can still be looked at.
            failure.show()
            status = failure.exit_code
        # Links that die in the same second would only mislead.
        if once:
            say("\nWithout ONCE=1, the emails, an opt-in page and the console stay open until Ctrl-C.")
        else:
            _stay_up(outbox, link, login)
    return status


def verdict(rows: list[Row]) -> int:
    """Print whether every row is as expected. Return 1 if one is not."""
    wrong = [row.sample.application for row in rows if row.wrong]
    say(f"Not as expected: {', '.join(wrong)}" if wrong else "All ended as expected.")
    return 1 if wrong else 0


def _play(outputs: Outputs) -> tuple[list[Row], str]:
    """Publish the samples and follow them to their end. Return the table's rows, and the link of one invitation."""
    observer = Observer(outputs)
    run, burst = SampleRun(observer), Burst(datetime.now(UTC), observer)
    past = past_samples(datetime.now(UTC))
    say(f"\nPublishing the decisions about {len(past)} applications, and a burst of rejections about one job")
    run.publish(past)
    burst.publish()
    took = run.wait_for_an_email()
    # The hold must outlast the time that this machine takes to open a notice: with the first email a worker is warm,
    # and twice the time of the first email is more than enough, however slow the machine is.
    held = held_samples(datetime.now(UTC) + max(2 * took - _HOLD, timedelta()))
    say(f"Publishing the decisions about {len(held)} more, made just now: during the hold they can be rescinded")
    run.publish(held)
    run.wait()
    samples = sorted([*past, *held], key=lambda sample: sample.application)
    letters = {run.message_ids.get(letter.message_id, ""): letter for letter in observer.dead_letters()}
    rows = report(samples, observer.states(), letters, observer.mails())
    rows.append(burst.play(connect_to(outputs["EndpointUrl"])))
    mails = observer.mails()
    say("")
    pool.fill(mails)
    rows.append(pool.search(outputs))
    say(f"{table(rows)}\n")
    return rows, _visited(mails)


def _visited(mails: list[SentMail]) -> str:
    """Return an invitation's link that nobody has joined with, and whose page opens."""
    joined = {joiner.email for joiner in JOINERS}
    links = [link for address, link in invitations(mails).items() if address not in joined]
    if not links:
        raise Failure("No email carries an invitation", "look at the emails on the page below")
    with step("Opening an opt-in page as a candidate would"):
        visit(links[0])
    return links[0]


def _stories() -> dict[str, str]:
    """Return the story of each sample by its address, in the order of the samples."""
    now, stories = datetime.now(UTC), dict[str, str]()
    for sample in sorted([*past_samples(now), *held_samples(now)], key=lambda sample: sample.application):
        # Of applications that share an email, the first tells the story of both.
        stories.setdefault(sample.email, f"{sample.application}: {sample.story}")
    return stories


def _wait_for_the_next_hour() -> None:
    while (now := datetime.now(UTC)).minute == 59 and now.second >= 60 - _ENOUGH_OF_THE_HOUR:  # noqa: PLR2004
        time.sleep(1)


def _stay_up(outbox: str, link: str, login: pool.ConsoleLogin | None) -> None:
    say(f"\nThe emails:     {outbox}")
    if link:
        say(f"An opt-in page: {link}\n{browser_hint(link)}")
    if login:
        say(f"The console:    {login.url}\n  log in as {login.address} with the password {login.password}")
        say("  Search for warehouse work near Guelph with an opening, open a person, export them, read the access log,")
        say("  and see under Notices what became of somebody. Whoever you looked at finds it in their download.")
    operator = "make ledger ARGS='show /ats/example/acme A-1001 --local'"
    say(f"In another terminal, this shows what an operator sees: {operator}")
    say('`eval "$(make env)"` makes a shell use this stack. Ctrl-C here ends everything.')
    with suppress(KeyboardInterrupt):
        threading.Event().wait()
    say("")
