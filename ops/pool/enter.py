"""Entering a person who joins by phone or email: the form's rules, the same record, receipt and renewal letters."""

from dataclasses import replace
from datetime import datetime, timedelta

from functions.domain.decisions.rejection import Rejection
from functions.domain.employers.employers import Employer
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.lean_dataclass import dataclass
from functions.domain.name_words import name_words, names_agree
from functions.domain.notices.notice import Notice
from functions.domain.notices.reference import NoticeRef
from functions.domain.pool.consent import consent_reference, expiry
from functions.domain.pool.invitation import Invitation
from functions.domain.pool.membership import Member, OptIn, Standing, standing
from functions.domain.pool.person_key import person_digest
from functions.optin.agree import keep_words, new_consent
from functions.optin.area import settle_area
from functions.optin.caller import Caller
from functions.optin.letters import owed_for_consent
from functions.optin.new_opt_in import new_opt_in
from functions.optin.referral import Referral
from functions.optin.schema import OptInRequest, ShownConsent
from functions.optin.sign_consent import signed
from functions.optin.validation import validate
from functions.runtime.http.problem import Problem
from ops.pool.connection import PoolConnection
from ops.pool.request import parse_request
from ops.pool.show_words import Ask, confirm_words
from ops.pool.statement import Statement, refused
from ops.terminal.failure import Failure
from ops.terminal.progress import say

# Words change. What was said longer ago was said to others than today's.
_SAID_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Application:
    """The application whose notice the person answers, and the employer who decided it."""

    notice: Notice
    decision: Rejection
    employer: Employer

    @property
    def referral(self) -> Referral:
        """The decision that led the person here, as the page has it."""
        notice = self.notice
        return Referral(notice.source, self.decision, self.employer, notice.refuses_email, notice.is_taken_back)


def enter(connection: PoolConnection, statement: Statement, employer: str | None, ask: Ask | None) -> None:
    """Record the opt-in. With `ask`, an operator first confirms that the person knows the words of the consent."""
    now, application = connection.now(), _application(connection, statement, employer)
    _check_moment(statement, now)
    policy = _policy(application.employer, statement.language)
    try:
        opt_in = _opt_in(connection, statement, application, policy)
        confirm_words(statement, policy, opt_in, ask)
        keep_words(policy, pool=connection.pool)
        opt_in = signed(opt_in, ports=connection.ports)
        owed = _owed(opt_in, application.employer.policy, now)
    except Problem as problem:
        raise refused(problem) from None
    if not connection.pool.join(opt_in, owed):
        raise Failure("They have joined or left at this moment", "look again, then run the command again")
    # What is said at the end of a consent waits; the receipt does not.
    for letter in owed[:1]:
        connection.enqueue(letter)
    say(f"Entered on {connection.where}, until {opt_in.expires_at:%Y-%m-%d}")
    say("The receipt goes out now" if owed else "No receipt goes out: the ATS says that they want no email. Tell them")


def _application(connection: PoolConnection, statement: Statement, wanted: str | None) -> Application:
    ref = NoticeRef.of(statement.source, statement.application_id)
    notice = _latest(connection, ref)
    if notice is None or notice.decision is None:
        remedy = 'check source and application_id: make ledger ARGS="show SOURCE APPLICATION_ID"'
        raise Failure("The ledger has no notice of this application, or the person was erased", remedy)
    employer_id = connection.employers.id_of(notice.source) if notice.employer is None else notice.employer
    employer = connection.find(employer_id)
    if wanted not in {None, employer_id}:
        raise Failure("This application is another employer's", "check --employer, source and application_id")
    if employer is None:
        raise Failure("Its employer is not in company.toml any more, so nobody can join", "nothing")
    if not _is_theirs(statement, notice.decision):
        raise Failure("This application is another person's: neither address nor name agrees", "check application_id")
    return Application(notice, notice.decision, employer)


def _latest(connection: PoolConnection, ref: NoticeRef) -> Notice | None:
    notice = connection.ledger.get(ref)
    while notice and (following := connection.ledger.get(notice.ref.next())):
        notice = following
    return notice


def _is_theirs(statement: Statement, decision: Rejection) -> bool:
    person, candidate = statement.person, decision.candidate
    if person.email.is_same_mailbox(candidate.email):
        return True
    said = name_words(person.given_name, person.family_name)
    return bool(said) and names_agree(said, name_words(candidate.given_name, candidate.family_name))


def _check_moment(statement: Statement, now: datetime) -> None:
    if not now - _SAID_WITHIN <= statement.said_at <= now:
        remedy = f"correct it; what was said more than {_SAID_WITHIN.days} days ago has to be asked again"
        raise Failure("said_at is in the future, or too long ago", remedy)


def _policy(employer: Employer, language: str) -> EmployerPolicy:
    try:
        return employer.policy_in(language)
    except KeyError:
        offered = ", ".join(sorted({employer.policy.consent.language, *employer.translations}))
        raise Failure(
            "language: the consent has no words in it", f"one in which the person knows them: {offered}"
        ) from None


def _opt_in(
    connection: PoolConnection, statement: Statement, application: Application, policy: EmployerPolicy
) -> OptIn:
    person, now, given_at = statement.person, connection.now(), statement.said_at
    request = _request(statement, policy)
    validate(request, policy, now.date())
    area = settle_area(request.profile, policy)
    plain = person_digest(application.employer.id, person.email, person.given_name, person.family_name)
    key = connection.ports.keyed(plain)
    caller = Caller(key, _check_member(connection, connection.pool.get(key), statement), now)
    receipt = new_consent(
        request,
        policy,
        given_at=given_at,
        expires_at=expiry(given_at, statement.months),
        receipt_id=connection.ports.new_id(),
        notice=str(application.notice.ref),
        method=parse_request(statement.said_by, statement.entered_by).method,
    )
    return new_opt_in(
        caller,
        person,
        request,
        application.referral,
        policy,
        area=area,
        receipt=receipt,
        invitation=Invitation(application.notice.ref, key, now + application.employer.policy.invitation.valid, now),
    )


def _request(statement: Statement, policy: EmployerPolicy) -> OptInRequest:
    """Return what the form would send, after the person has read today's words."""
    return OptInRequest(
        consent=ShownConsent(**consent_reference(policy.consent, policy.agencies)),
        purposes=statement.purposes,
        agencies=statement.agencies,
        months=statement.months,
        profile=statement.profile,
    )


def _check_member(connection: PoolConnection, member: Member | None, statement: Statement) -> Member | None:
    if standing(member, connection.now()) is Standing.ACTIVE:
        raise Failure(
            "They are in the talent pool already", f"they change it on their page: {connection.command('link ADDRESS')}"
        )
    if member and member.withdrawn_at and statement.said_at <= member.withdrawn_at:
        raise Failure("They have left since they said this", "ask them whether they want to join again")
    return member


def _owed(opt_in: OptIn, policy: EmployerPolicy, now: datetime) -> list[Notice]:
    if not opt_in.is_emailed:
        return []
    # What was due when they said so is due now: nobody has waited for it in between.
    return [replace(one, due_at=max(one.due_at or now, now)) for one in owed_for_consent(opt_in, policy)]
