"""feedback as Lambda runs it: a batch of SES's events in, the batch response and the log out, on moto."""

from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from datetime import timedelta

from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.notices.states import State
from functions.domain.personal_data import EmailAddress
from functions.feedback import bootstrap
from functions.feedback.handler import lambda_handler
from functions.runtime.observability import metrics
from functions.stores.ledger.notice_ledger import NoticeLedger
from functions.stores.sending.do_not_contact import DoNotContactStore
from tests.builders import DECIDED_AT, REF, claim, notice, sqs_batch, sqs_record
from tests.handlers.function_log import FunctionLog, context, everything_logged
from tests.notify_stack import LEDGER, SENDING, NotifyStack, environment_of, notify_stack
from tests.optin_builders import keyed

CONTEXT = context("feedback")
_KEEP = timedelta(days=1096)


@dataclass
class FeedbackFunction:
    """The function and its stack."""

    stack: NotifyStack
    log: FunctionLog = field(default_factory=FunctionLog)

    def __post_init__(self) -> None:
        self.ledger = NoticeLedger(self.stack.dynamodb, LEDGER, _KEEP)

    def told(self, ref: NoticeRef = REF, email: str = "sam@example.com") -> None:
        """A notice that SES took."""
        held_by = claim(sent_to=EmailAddress(email))
        self.ledger.open(notice(ref=ref, state=State.ACCEPTED, claim=held_by), DECIDED_AT)

    def notice(self, ref: NoticeRef = REF) -> Notice:
        found = self.ledger.get(ref)
        assert found is not None
        return found

    def barred(self, email: str = "sam@example.com") -> str | None:
        """Why no mail may go to that address."""
        address, suppression_cause = EmailAddress(email), DoNotContactStore(self.stack.dynamodb, SENDING, _KEEP, keyed)
        return suppression_cause.among([address], DECIDED_AT).get(address)

    def take(self, *bodies: str) -> list[str]:
        """Hands the events to the function as one batch, says which bodies it gave back."""
        records = [sqs_record(body, message_id=f"m-{n}") for n, body in enumerate(bodies)]
        metrics.clear_metrics()
        with redirect_stdout(self.log):
            response = lambda_handler(sqs_batch(*records), CONTEXT)
        by_id = {record["messageId"]: record["body"] for record in records}
        return [by_id[failure["itemIdentifier"]] for failure in response["batchItemFailures"]]


@contextmanager
def feedback_function() -> Iterator[FeedbackFunction]:
    """The function, deployed; every log line at every level is kept."""
    with notify_stack() as stack, environment_of(stack, POWERTOOLS_SERVICE_NAME="feedback"):
        function = FeedbackFunction(stack)
        bootstrap.consumer.cache_clear()
        try:
            with everything_logged(function.log):
                yield function
        finally:
            bootstrap.consumer.cache_clear()
