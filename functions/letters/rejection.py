"""The rejection letter: one email for all rejections of one person, with at most one link and a person to reply to."""

from collections.abc import Sequence
from datetime import datetime

from functions.domain.decisions.rejection import Rejection
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.lean_dataclass import dataclass
from functions.domain.notices.reference import NoticeRef
from functions.domain.personal_data import EmailAddress
from functions.letters.json_ld import RejectedApplication, status_block
from functions.letters.layout import Link, Part, paragraph, render_html, render_text
from functions.letters.recruiter_note import recruiter_of
from functions.letters.rejection_answer import compose_answer, compose_combined_answer
from functions.letters.wording import Wording
from functions.mail.message import Mail


@dataclass(frozen=True)
class InvitationLink:
    """An invitation to the talent pool, as the letter shows it. `is_member`: the person is in it already."""

    site_url: str
    code: str
    join_until: datetime
    is_member: bool = False


def compose_rejection(
    decisions: Sequence[Rejection],
    *,
    ref: NoticeRef,
    policy: EmployerPolicy,
    wording: Wording,
    invitation_link: InvitationLink | None,
    others_open: bool = False,
) -> Mail:
    """Compose the email about one or more rejections of one person. The first decision has their address and name.

    `ref` is the notice of the first decision. Without `invitation_link` nobody is invited. `others_open`: the person
    has other applications with this employer, still undecided.
    """
    first = decisions[0]
    body = _body(decisions, policy, wording, invitation_link, others_open=others_open)
    brand = policy.brand
    footer = paragraph(brand.name, brand.postal_address, wording.say("footer", "why"))
    subject = _subject(decisions, brand.name, wording)
    status = status_block(str(ref), brand.name, wording.language, [_application(decision) for decision in decisions])
    return Mail(
        sender_name=policy.sender.name,
        sender=policy.sender.email,
        to=first.candidate.email,
        reply_to=_reply_to(decisions, policy),
        subject=subject,
        text=render_text(body, footer),
        html=render_html(body, footer, subject=subject, wording=wording, colour=brand.colour, status=status),
        language=wording.language,
        template=wording.version,
        kind="notice",
        identifier=str(ref),
    )


def _body(
    decisions: Sequence[Rejection],
    policy: EmployerPolicy,
    wording: Wording,
    invitation_link: InvitationLink | None,
    *,
    others_open: bool,
) -> list[Part]:
    first, *more = decisions
    person = first.candidate
    name = policy.brand.name
    answer = (
        compose_combined_answer(decisions, name, wording, others_open=others_open)
        if more
        else compose_answer(first, name, wording, others_open=others_open)
    )
    return [
        paragraph(wording.greeting(person.given_name, person.family_name, person.email)),
        *answer,
        *(_invitation(wording, invitation_link) if invitation_link else _no_invitation(wording, policy)),
        paragraph(wording.say("end", "questions")),
        paragraph(wording.say("end", "regards"), _signature(decisions, policy, wording)),
    ]


def _subject(decisions: Sequence[Rejection], name: str, wording: Wording) -> str:
    if len(decisions) > 1:
        return wording.say("subject", "several", company=name)
    return wording.say("subject", "one", title=decisions[0].job.title, company=name)


def _invitation(wording: Wording, invitation_link: InvitationLink) -> list[Part]:
    is_member = invitation_link.is_member
    until = wording.day(invitation_link.join_until)
    link = Link(
        url=f"{invitation_link.site_url}/{wording.language}/stay/#{invitation_link.code}",
        button=wording.say("pool" if is_member else "invitation", "button"),
        introduction=wording.say("pool", "look") if is_member else wording.say("invitation", "link", join_until=until),
        code=invitation_link.code,
        code_introduction=wording.say("invitation", "code"),
    )
    # Who is in the talent pool already is not asked to join again.
    offer = wording.say("invitation", "member" if is_member else "offer")
    return [paragraph(offer), link]


def _no_invitation(wording: Wording, policy: EmployerPolicy) -> list[Part]:
    contact = policy.brand.privacy_contact.reveal()
    your_data = wording.say("no_invitation", "your_data", privacy_contact=contact)
    return [paragraph(f"{wording.say('no_invitation', 'nothing_to_do')} {your_data}")]


def _signature(decisions: Sequence[Rejection], policy: EmployerPolicy, wording: Wording) -> str:
    # Two recruiters cannot sign one letter, so the employer does.
    names = {name for decision in decisions if (name := recruiter_of(decision))}
    return names.pop() if len(names) == 1 else policy.sender.signature or wording.say("end", "team")


def _application(decision: Rejection) -> RejectedApplication:
    return RejectedApplication(decision.application_id, decision.job.title, decision.job.place())


def _reply_to(decisions: Sequence[Rejection], policy: EmployerPolicy) -> EmailAddress:
    # Two recruiters of one letter are no single person to reply to, so the employer's contact answers.
    recruiters = {decision.recruiter.email for decision in decisions if decision.recruiter and decision.recruiter.email}
    to_recruiter = policy.sender.reply_to == "recruiter" and len(recruiters) == 1
    return recruiters.pop() if to_recruiter else policy.brand.contact_email
