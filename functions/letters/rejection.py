"""One person, one mail: which paragraphs make up a notice, with one link and a person to answer to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.domain.decisions.rejection import Rejection
from functions.domain.employers.policy import EmployerPolicy
from functions.domain.notices.notice import NoticeRef
from functions.domain.personal_data import EmailAddress
from functions.letters.json_ld import Answered, status_block
from functions.letters.layout import Link, Part, paragraph, render_html, render_text
from functions.letters.phrases import greet, with_page_language
from functions.letters.recruiter_note import recruiter_of
from functions.letters.rejection_answer import answer_one, answer_several, location_of
from functions.letters.wording import Wording
from functions.mail.message import Mail


@dataclass(frozen=True)
class InvitationLink:
    """An invitation as the mail shows it."""

    site_url: str
    code: str
    join_until: datetime


def compose(
    decisions: Sequence[Rejection],
    *,
    ref: NoticeRef,
    policy: EmployerPolicy,
    wording: Wording,
    offer: InvitationLink | None,
    others_open: bool = False,
) -> Mail:
    """The one mail for rejections of one person, at least one; the first says whom it goes to, and how they are named.

    `ref` is the first one's notice; `offer` is None where there is no invitation; `others_open` says that this person
    has further applications here.
    """
    first = decisions[0]
    body = _body(decisions, policy, wording, offer, others_open=others_open)
    said = policy.brand
    footer = paragraph(said.name, said.postal_address, wording.say("footer", "why"))
    subject = _subject(decisions, said.name, wording)
    status = status_block(str(ref), said.name, wording.language, [_answered(one) for one in decisions])
    return Mail(
        sender_name=policy.sender.name,
        sender=policy.sender.email,
        to=first.candidate.email,
        reply_to=_reply_to(decisions, policy),
        subject=subject,
        text=render_text(body, footer),
        html=render_html(body, footer, subject=subject, wording=wording, colour=said.colour, status=status),
        language=wording.language,
        template=wording.version,
        kind="notice",
        identifier=str(ref),
    )


def _body(
    decisions: Sequence[Rejection],
    policy: EmployerPolicy,
    wording: Wording,
    offer: InvitationLink | None,
    *,
    others_open: bool,
) -> list[Part]:
    first, *more = decisions
    name = policy.brand.name
    answer = (
        answer_several(decisions, name, wording, others_open=others_open)
        if more
        else answer_one(first, name, wording, others_open=others_open)
    )
    return [
        paragraph(greet(first.candidate.given_name, wording)),
        *answer,
        *(_invitation(wording, offer, policy.consent.language) if offer else _no_invitation(wording, policy)),
        paragraph(wording.say("end", "questions")),
        paragraph(wording.say("end", "regards"), _signature(decisions, policy, wording)),
    ]


def _subject(decisions: Sequence[Rejection], name: str, wording: Wording) -> str:
    if len(decisions) > 1:
        return wording.say("subject", "several", company=name)
    return wording.say("subject", "one", title=decisions[0].job.title, company=name)


def _invitation(wording: Wording, offer: InvitationLink, page_language: str) -> list[Part]:
    link = Link(
        url=f"{offer.site_url}/stay/#{offer.code}",
        button=wording.say("invitation", "button"),
        introduction=wording.say("invitation", "link", join_until=wording.day(offer.join_until)),
        code=offer.code,
        code_introduction=wording.say("invitation", "code"),
    )
    # The mail speaks the candidate's language, the page that of the words that are agreed to.
    return [paragraph(with_page_language(wording.say("invitation", "offer"), page_language, wording)), link]


def _no_invitation(wording: Wording, policy: EmployerPolicy) -> list[Part]:
    contact = policy.brand.privacy_contact.reveal()
    your_data = wording.say("no_invitation", "your_data", privacy_contact=contact)
    return [paragraph(f"{wording.say('no_invitation', 'nothing_to_do')} {your_data}")]


def _signature(decisions: Sequence[Rejection], policy: EmployerPolicy, wording: Wording) -> str:
    names = {name for decision in decisions if (name := recruiter_of(decision))}
    return names.pop() if len(names) == 1 else policy.sender.signature or wording.say("end", "team")


def _answered(decision: Rejection) -> Answered:
    return Answered(decision.application_id, decision.job.title, location_of(decision.job))


def _reply_to(decisions: Sequence[Rejection], policy: EmployerPolicy) -> EmailAddress:
    recruiters = {one.recruiter.email for one in decisions if one.recruiter and one.recruiter.email}
    to_recruiter = policy.sender.reply_to == "recruiter" and len(recruiters) == 1
    return recruiters.pop() if to_recruiter else policy.brand.contact_email
