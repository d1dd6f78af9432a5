"""The console's calls about notices as Lambda runs them, on the same tables, queues and keys as notify."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from typing import Any
from unittest.mock import patch

from functions.console import bootstrap
from functions.console.handler import lambda_handler
from functions.domain.employers.employers import Employers
from functions.domain.notices.notice import Entry, Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.review import CHANGED
from functions.domain.notices.states import State
from functions.domain.pool.access import AccessLine
from functions.runtime.employers_file import read_employers
from functions.runtime.observability import logger
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.pool.access_log import AccessLog
from functions.stores.sending.bursts import BurstStore
from tests.access_log_table import ACCESS_LOG, create_access_log
from tests.builders import APPLICATION, DECIDED_AT, HOLD, REF, SOURCE, claim, minutes, notice, rejection
from tests.console_builders import Json, claims, console_event
from tests.handlers.function_log import context
from tests.handlers.notify_function import Function, notify_function
from tests.handlers.optin_stack import Reply
from tests.moto_aws import client
from tests.notify_stack import LEDGER, SENDING

LIST, SHOW = "GET /api/console/notices", "GET /api/console/notices/{reference}"
DECIDE, DECIDE_HELD = "POST /api/console/notices/{reference}/{verb}", "POST /api/console/notices/held/{verb}"
VERBS = ("release", "discard", "send", "resolve", "confirm-sent")
BETA = "/ats/beta"
KEEP = timedelta(days=1096)
# In these, no worker has claimed the notice.
_UNCLAIMED = frozenset({State.HELD, State.RESCINDED, State.SUPPRESSED})


@dataclass
class NoticesDesk:
    """The console of an admin, unless a call says otherwise. `now` is its clock."""

    notify: Function
    now: datetime = DECIDED_AT + HOLD + timedelta(days=1)

    def call(self, route: str, *groups: str, body: Json | None = None, **parameters: Any) -> Reply:
        event = console_event(route, claims(*(groups or ("admin",))), body, **parameters)
        log = StringIO()
        # The rest of its environment is notify's.
        own = {"POWERTOOLS_SERVICE_NAME": "console", "ACCESS_LOG_TABLE": ACCESS_LOG}
        as_console = patch.dict(os.environ, own)
        with as_console, redirect_stdout(log), patch.object(logger.registered_handler, "stream", log):
            response = lambda_handler(event, context("console"))
        return Reply(response["statusCode"], response["headers"], response["body"], log.getvalue())

    def show(self, ref: NoticeRef, *groups: str) -> Reply:
        return self.call(SHOW, *groups, reference=str(ref))

    def decide(self, verb: str, ref: NoticeRef, *groups: str, **body: Any) -> Reply:
        """Decide about one notice, with everything that any verb wants to have typed."""
        typed = {"because": "looked at it", "application_id": APPLICATION, **body}
        return self.call(DECIDE, *groups, body=typed, reference=str(ref), verb=verb)

    def decide_held(self, verb: str, what: str, count: int | None, *groups: str, **body: Any) -> Reply:
        typed = {"because": "looked at it", "what": what, "count": count, **body}
        return self.call(DECIDE_HELD, *groups, body=typed, verb=verb)

    def open(self, state: State = State.HELD, **values: Any) -> Notice:
        """Put a notice into the ledger, as it would be there in this state."""
        history = (Entry(DECIDED_AT, State.CLAIMED, "due"), Entry(DECIDED_AT, state, "as SES said"))
        held_by = None if state in _UNCLAIMED else claim()
        opened = notice(**{"state": state, "claim": held_by, "history": history, **values})
        assert self.ledger.open(opened, DECIDED_AT - minutes(60 * 48)) is None
        return opened

    def corrected(self, ref: NoticeRef = REF) -> Notice:
        """Put a notice into the ledger that bounced, and whose address was corrected since."""
        self.open(State.BOUNCED, ref=ref)
        right = rejection(decided_at=DECIDED_AT + HOLD, candidate={"email": "sam.okafor@example.net"})
        kept = self.ledger.remember_repeat(ref, right, DECIDED_AT, State.BOUNCED, None, review_reason=CHANGED)
        assert kept is not None
        return kept

    def held(self, count: int, reason: str, source: str = SOURCE, **values: Any) -> list[Notice]:
        """Put notices into the ledger that are held for review."""
        refs = [NoticeRef.of(source, f"{reason} {n}") for n in range(count)]
        return [self.open(ref=ref, source=source, review_reason=reason, **values) for ref in refs]

    def find(self, ref: NoticeRef) -> Notice:
        found = self.ledger.get(ref)
        assert found is not None
        return found

    @property
    def ledger(self) -> NoticeLedger:
        return NoticeLedger(self.notify.stack.dynamodb, LEDGER, KEEP)

    @property
    def bursts(self) -> BurstStore:
        return BurstStore(self.notify.stack.dynamodb, SENDING)

    def enqueued(self) -> set[str]:
        return {message["Body"] for message in self.notify.stack.messages("DueNotices")}

    def lines(self, employer: str = "") -> list[AccessLine]:
        """What the access log has."""
        log = AccessLog(client("dynamodb"), ACCESS_LOG, KEEP, lambda: "0" * 32)
        return log.lines(employer, f"{self.now:%Y-%m}", "", 100)[0]


@contextmanager
def notices_desk(*, several: bool = False) -> Iterator[NoticesDesk]:
    """The console with one employer; or with several, where the first has one source, and "beta" another."""
    policy = read_employers().default.policy
    sources, own = ({"beta": [BETA]}, [SOURCE]) if several else ({}, ["*"])
    employers = Employers(sources, lambda _: policy, own=own)
    with notify_function() as notify:
        create_access_log()
        desk = NoticesDesk(notify)
        bootstrap.ports.cache_clear()
        clock = patch.object(bootstrap, "_now", lambda: desk.now)
        file = patch.object(bootstrap, "read_employers", lambda: employers)
        try:
            with clock, file:
                yield desk
        finally:
            bootstrap.ports.cache_clear()
