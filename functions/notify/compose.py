"""One person, one mail: which paragraphs make up a notice, with one link and a person to answer to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.domain.company import Company
from functions.domain.decision import Candidate, Rejection
from functions.domain.personal import EmailAddress
from functions.notify.answer import answer_one, answer_several, recruiter_of
from functions.notify.mail import Mail
from functions.notify.render import Link, Part, render_html, render_text, words
from functions.notify.wording import Wording


@dataclass(frozen=True)
class Offer:
    """An invitation as the mail shows it."""

    site_url: str
    code: str
    join_until: datetime


def compose(
    decisions: Sequence[Rejection],
    *,
    company: Company,
    wording: Wording,
    offer: Offer | None,
    others_open: bool = False,
) -> Mail:
    """The one mail for rejections of one person, at least one; the first says whom it goes to, and how they are named.

    `offer` is None where there is no invitation; `others_open` says that this person has further applications here.
    """
    first, *more = decisions
    subject = _subject(decisions, company, wording)
    answer = (
        answer_several(decisions, company, wording, others_open=others_open)
        if more
        else answer_one(first, company, wording, others_open=others_open)
    )
    body = [
        words(_greeting(first.candidate, wording)),
        *answer,
        *_invitation(wording, offer),
        words(wording.say("end", "questions")),
        words(wording.say("end", "regards"), _signature(decisions, wording)),
    ]
    footer = words(company.company.name, company.company.postal_address)
    return Mail(
        sender_name=company.sender.name,
        sender=company.sender.email,
        to=first.candidate.email,
        reply_to=_reply_to(decisions, company),
        subject=subject,
        text=render_text(body, footer),
        html=render_html(body, footer, subject, wording),
        language=wording.language,
        template=wording.version,
    )


def _subject(decisions: Sequence[Rejection], company: Company, wording: Wording) -> str:
    name = company.company.name
    if len(decisions) > 1:
        subject = wording.say("several", "subject", company=name)
    else:
        subject = wording.subject.format(title=decisions[0].job.title, company=name)
    # RFC 2047: the standard library decodes one that stands in a header's text, and with it what one hides.
    return subject.replace("=?", "= ?")


def _greeting(candidate: Candidate, wording: Wording) -> str:
    name = candidate.given_name.presentable() if candidate.given_name else None
    return wording.say("greeting", "named", given_name=name) if name else wording.say("greeting", "neutral")


def _invitation(wording: Wording, offer: Offer | None) -> list[Part]:
    if offer is None:
        return [words(wording.say("closing", "no_action"))]
    until = f"{offer.join_until.day} {offer.join_until:%B %Y}"
    link = Link(
        url=f"{offer.site_url}/stay/#{offer.code}",
        button=wording.say("invitation", "button"),
        introduction=wording.say("invitation", "link", join_until=until),
        code=offer.code,
        code_introduction=wording.say("invitation", "code"),
    )
    return [words(wording.say("invitation", "offer")), link]


def _signature(decisions: Sequence[Rejection], wording: Wording) -> str:
    names = {name for decision in decisions if (name := recruiter_of(decision))}
    return names.pop() if len(names) == 1 else wording.say("end", "team")


def _reply_to(decisions: Sequence[Rejection], company: Company) -> EmailAddress:
    recruiters = {one.recruiter.email for one in decisions if one.recruiter and one.recruiter.email}
    to_recruiter = company.sender.reply_to == "recruiter" and len(recruiters) == 1
    return recruiters.pop() if to_recruiter else company.company.contact_email
