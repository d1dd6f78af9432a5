"""Asking for a new link by address alone.

Nothing says whether anybody is at the address: the answer, and the calls to AWS, are the same for everybody. Who is
there is looked up later, by notify, and only the owner of the mailbox learns of it.
"""

from collections.abc import Iterable
from datetime import datetime
from http import HTTPStatus

from functions.domain.personal_data import EmailAddress
from functions.domain.pool.link_request import LinkRequest
from functions.optin.ports import DueNotices, MemberPool, Ports, RequestLimits
from functions.optin.schema import AddressRequest, read_body
from functions.optin.wording import words_for
from functions.runtime.http.network import network_of
from functions.runtime.http.problem import Problem
from functions.runtime.http.request import Request
from functions.runtime.http.response import Response

# In one hour. Of one address, so that nobody can fill a mailbox; of one caller, so that nobody can try many addresses.
MOST_PER_ADDRESS, MOST_PER_CALLER = 3, 30


def answer_link_request(request: Request, ports: Ports) -> Response:
    """Return the one answer. Raises Problem malformed-json, invalid-opt-in or too-many-requests."""
    request_link(
        read_body(AddressRequest, request.body()).email,
        request.caller_address,
        limits=ports.link_limits,
        pool=ports.pool,
        employers=ports.employers.ids,
        due_notices=ports.due_notices,
        now=ports.now(),
    )
    words = words_for(request, ports.default_language)
    return Response({"detail": words.say("link", "asked")}, HTTPStatus.ACCEPTED)


def request_link(
    email: EmailAddress,
    caller_address: str,
    *,
    limits: RequestLimits,
    pool: MemberPool,
    employers: Iterable[str],
    due_notices: DueNotices,
    now: datetime,
) -> None:
    """Have the links sent that the address may have. `employers`: the ids of all. Raises Problem too-many-requests."""
    # Both are counted, whatever the first one says: addresses that nobody knows use up the limits too.
    address_within = limits.take("address", email.reveal().lower(), MOST_PER_ADDRESS, now)
    caller_within = limits.take("caller", network_of(caller_address), MOST_PER_CALLER, now)
    if not (address_within and caller_within):
        raise Problem("too-many-requests")
    mailboxes = tuple(pool.mailbox(employer, email) for employer in employers)
    due_notices.enqueue_link(LinkRequest.at(now, mailboxes))
