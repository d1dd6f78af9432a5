"""Sends the receipt of an opt-in by mail, in one attempt. The opt-in is on record, and stands whatever comes of it."""

from datetime import datetime, timedelta
from enum import StrEnum

from functions.domain.errors import KindRegardsError, Transient
from functions.letters.receipt import SelfServiceLinks, compose_receipt
from functions.mail.message import Mail
from functions.optin.ports import Ports
from functions.optin.read import ConsentChange
from functions.runtime.observability import count, log_bug, logger

# Since the call came: what is left is enough for the list and for SES at their slowest, before API Gateway gives up.
RECEIPT_BUDGET = timedelta(seconds=5)
# Whoever has the code could have somebody's mailbox filled by changing their mind.
_MAX_REVISIONS = 20


class Outcome(StrEnum):
    """Every end of a receipt. The value is the metric."""

    SENT = "ReceiptSent"
    SUPPRESSED = "ReceiptSuppressed"
    FAILED = "ReceiptFailed"


def send_receipt(news: ConsentChange, *, until: datetime, ports: Ports) -> Outcome:
    """Raises nothing. After `until` there is no time left to send it."""
    outcome, about = Outcome.FAILED, {"receipt": news.opt_in.receipt.id}
    try:
        outcome = _send(news, until, ports=ports)
        logger.info("receipt done", extra={"outcome": outcome.name, **about})
    except KindRegardsError as err:
        logger.warning("receipt not sent", extra={"reason": str(err) or type(err).__name__, **about})
    except Exception as err:  # noqa: BLE001
        log_bug("receipt failed", err, **about)
    count(outcome.value)
    return outcome


def _send(news: ConsentChange, until: datetime, *, ports: Ports) -> Outcome:
    if ports.now() > until:
        raise Transient("no time left")
    if _is_unwanted(news, ports=ports):
        return Outcome.SUPPRESSED
    ports.mailer.send(_compose(news, ports=ports))
    return Outcome.SENT


def _is_unwanted(news: ConsentChange, *, ports: Ports) -> bool:
    address, too_many = news.opt_in.email, news.opt_in.revision > _MAX_REVISIONS
    return too_many or news.lead.objects or address in ports.do_not_contact.among([address], ports.now())


def _compose(news: ConsentChange, *, ports: Ports) -> Mail:
    policy, locale = news.lead.policy, news.lead.decision.candidate.locale
    token = ports.keys.sign_unsubscribe(news.opt_in.candidate)
    links = SelfServiceLinks(
        site_url=ports.site_url,
        # Signed anew: it then lasts as long as the key of today.
        code=ports.keys.sign(news.invitation),
        unsubscribe=f"{ports.site_url}/api/unsubscribe/{token}",
    )
    wording = ports.wordings.of(policy.languages.of(locale))
    return compose_receipt(news.opt_in, policy=policy, wording=wording, links=links)
