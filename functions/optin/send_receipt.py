"""The receipt of an opt-in by email, in one attempt. The opt-in is on record, and stands even if no email goes out."""

from datetime import datetime, timedelta
from enum import StrEnum

from functions.domain.errors import KindRegardsError, Transient
from functions.domain.notices.notice import NoticeRef
from functions.domain.pool.unsubscribe import Unsubscribe
from functions.letters.receipt import SelfServiceLinks, compose_receipt
from functions.mail.message import Mail
from functions.optin.join import ConsentChange
from functions.optin.ports import Ports
from functions.runtime.observability import count, log_bug, logger

# From the beginning of the call. The rest of API Gateway's time is enough for the list and SES at their slowest.
RECEIPT_BUDGET = timedelta(seconds=5)
# A person with somebody else's link could fill that mailbox by changing the opt-in to and fro.
_MAX_REVISIONS = 20


class Outcome(StrEnum):
    """The ways that a receipt can end. Each value is its metric."""

    SENT = "ReceiptSent"
    SUPPRESSED = "ReceiptSuppressed"
    FAILED = "ReceiptFailed"


def send_receipt(change: ConsentChange, *, until: datetime, ports: Ports) -> Outcome:
    """Send the receipt, unless it is later than `until`. Nothing is raised: the person's answer is the same."""
    outcome, keys = Outcome.FAILED, {"receipt": change.opt_in.receipt.id}
    try:
        outcome = _send(change, until, ports=ports)
        logger.info("receipt done", extra={"outcome": outcome.name, **keys})
    except KindRegardsError as err:
        logger.warning("receipt not sent", extra={"reason": str(err) or type(err).__name__, **keys})
    except Exception as err:  # noqa: BLE001
        log_bug("receipt failed", err, **keys)
    count(outcome.value)
    return outcome


def _send(change: ConsentChange, until: datetime, *, ports: Ports) -> Outcome:
    if ports.now() > until:
        raise Transient("no time left")
    if _is_unwanted(change, ports=ports):
        return Outcome.SUPPRESSED
    ports.mailer.send(_compose(change, ports=ports))
    return Outcome.SENT


def _is_unwanted(change: ConsentChange, *, ports: Ports) -> bool:
    address, too_many = change.opt_in.email, change.opt_in.revision > _MAX_REVISIONS
    return too_many or change.referral.objects or address in ports.do_not_contact.among([address], ports.now())


def _compose(change: ConsentChange, *, ports: Ports) -> Mail:
    policy, locale = change.referral.policy, change.referral.decision.candidate.locale
    token = ports.keys.sign(Unsubscribe(change.opt_in.candidate))
    links = SelfServiceLinks(
        site_url=ports.site_url,
        # Signed again with the current key, so that it lasts as long as that key.
        code=ports.keys.sign(change.invitation),
        unsubscribe=f"{ports.site_url}/api/unsubscribe/{token}",
    )
    wording = ports.wordings.of(policy.languages.of(locale))
    return compose_receipt(
        change.opt_in, ref=NoticeRef(change.opt_in.receipt.id), policy=policy, wording=wording, ways=links
    )
