"""The opt-in of somebody who joins, on the page or through an operator, as it is recorded."""

from typing import Any, Protocol

from functions.domain.employers.policy import EmployerPolicy
from functions.domain.personal_data import EmailAddress, PersonName
from functions.domain.pool.consent import Receipt
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.labels import labels_of
from functions.domain.pool.membership import OptIn
from functions.optin.area import Area
from functions.optin.caller import Caller
from functions.optin.referral import Referral
from functions.optin.schema import OptInRequest


class Joining(Protocol):
    """The name and the address of the person who joins."""

    @property
    def email(self) -> EmailAddress: ...
    @property
    def given_name(self) -> PersonName | None: ...
    @property
    def family_name(self) -> PersonName | None: ...


def new_opt_in(
    caller: Caller,
    person: Joining,
    request: OptInRequest,
    referral: Referral,
    policy: EmployerPolicy,
    *,
    area: Area,
    receipt: Receipt,
    invitation: Invitation,
) -> OptIn:
    """Return the opt-in after whatever the pool had of the caller. `policy` is in the words that the person read."""
    candidate, answers = referral.decision.candidate, request.answers(area.text)
    return OptIn(
        **_continued(caller),
        employer=referral.employer.id,
        source=referral.source,
        candidate_id=candidate.id,
        application_id=referral.decision.application_id,
        notice=invitation.notice,
        join_until=invitation.expires_at,
        email=person.email,
        given_name=person.given_name,
        family_name=person.family_name,
        answers=answers,
        place=area.place,
        labels=labels_of(answers, policy.choices, {}),
        months=request.months,
        receipt=receipt,
        joined_at=receipt.given_at,
        request_sha256=request.sha256(),
        language=policy.consent.language,
        locale=candidate.locale,
        time_zone=candidate.time_zone,
        is_emailed=not referral.refuses_email,
    )


def _continued(caller: Caller) -> dict[str, Any]:
    """Return what goes on from whatever the pool had of the caller."""
    return {
        "candidate": caller.candidate,
        "revision": caller.next_revision,
        "links_from": caller.links_from,
        "changes": caller.changes(),
        "withdrawn_at": caller.withdrawn_at,
        # An opt-in that has expired may still stand there.
        "indexed": caller.member.indexed if isinstance(caller.member, OptIn) else (),
    }
