"""Recording the form: whoever is not in the pool joins, whoever is in it changes their opt-in."""

from functions.optin.caller import Session
from functions.optin.change import change
from functions.optin.join import join
from functions.optin.ports import Ports
from functions.optin.recorded import Recorded
from functions.optin.schema import OptInRequest


def record(session: Session, request: OptInRequest, *, ports: Ports) -> Recorded:
    """Record the request. The same request twice is one opt-in, with one receipt.

    Raises Problem withdrawn, opt-in-changed, consent-changed, invalid-opt-in, too-many-changes, employer-left or busy.
    """
    while True:
        if session.active and session.active.request_sha256 == request.sha256():
            return Recorded(session.active)
        # The browser may repeat a request after the person withdrew in another tab. A request that does not name the
        # last withdrawal was made before it, and must not bring the profile back.
        if session.withdrawn_at and request.rejoin_after != session.withdrawn_at:
            raise session.refuse("withdrawn")
        recorded = (change if session.active else join)(session, request, ports=ports)
        if recorded:
            return recorded
        # Another tab of this person, or their withdrawal, was recorded first: decide again on what it left.
        session = session.reload(pool=ports.pool, now=ports.now)
