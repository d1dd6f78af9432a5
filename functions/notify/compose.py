"""Which sentences make up a notice. Explicit decision first, a true reason only, one link, a person to answer to."""

from dataclasses import dataclass
from datetime import datetime

from functions.domain.company import Company
from functions.domain.decision import Rejection
from functions.domain.personal import EmailAddress, PersonName, one_line
from functions.notify.mail import Mail
from functions.notify.render import Link, Words, render_html, render_text, words
from functions.notify.wording import Wording

_LONGEST_LOCATION = 60


@dataclass(frozen=True)
class Offer:
    """An invitation as the mail shows it."""

    site_url: str
    code: str
    join_until: datetime


def compose(decision: Rejection, *, company: Company, wording: Wording, offer: Offer | None) -> Mail:
    """The mail for a rejection; `offer` is None where there is no invitation."""
    title = decision.job.title
    subject = _without_encoded_words(wording.subject.format(title=title, company=company.company.name))
    body = [
        words(_greeting(decision, wording)),
        words(" ".join(_opening(decision, company, wording))),
        *_note(decision, wording),
        words(wording.say("closing", "one_position")),
        *_invitation(wording, offer),
        words(wording.say("end", "questions")),
        words(wording.say("end", "regards"), _signature(decision, wording)),
    ]
    footer = words(company.company.name, company.company.postal_address)
    return Mail(
        sender_name=company.sender.name,
        sender=company.sender.email,
        to=decision.candidate.email,
        reply_to=_reply_to(decision, company),
        subject=subject,
        text=render_text(body, footer),
        html=render_html(body, footer, subject, wording),
        language=wording.language,
        template=wording.version,
    )


def _without_encoded_words(text: str) -> str:
    # RFC 2047: the standard library decodes one that stands in a header's text, and with it what one hides.
    return text.replace("=?", "= ?")


def _greeting(decision: Rejection, wording: Wording) -> str:
    name = _presentable(decision.candidate.given_name)
    return wording.say("greeting", "named", given_name=name) if name else wording.say("greeting", "neutral")


def _opening(decision: Rejection, company: Company, wording: Wording) -> list[str]:
    job = decision.job.title
    location = one_line(decision.job.location or "")
    if 0 < len(location) <= _LONGEST_LOCATION:
        job = f"{job} ({location})"
    cancelled = decision.reason == "position_cancelled"
    thanks = wording.say("thanks", decision.stage, job=job, company=company.company.name)
    verdict = wording.say("decision", "position_cancelled" if cancelled else "default")
    reason = wording.sentences["reason"].get(decision.reason or "unspecified")
    return [thanks, verdict, *([reason] if reason else [])]


def _note(decision: Rejection, wording: Wording) -> list[Words]:
    recruiter, note = _recruiter(decision), one_line(decision.note or "")
    return [words(wording.say("closing", "note", recruiter=recruiter, note=note))] if recruiter and note else []


def _invitation(wording: Wording, offer: Offer | None) -> list[Words | Link]:
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


def _signature(decision: Rejection, wording: Wording) -> str:
    return _recruiter(decision) or wording.say("end", "team")


def _reply_to(decision: Rejection, company: Company) -> EmailAddress:
    recruiter = decision.recruiter.email if decision.recruiter else None
    to_recruiter = recruiter if company.sender.reply_to == "recruiter" else None
    return to_recruiter or company.company.contact_email


def _recruiter(decision: Rejection) -> str | None:
    return _presentable(decision.recruiter.name) if decision.recruiter else None


def _presentable(name: PersonName | None) -> str | None:
    return name.presentable() if name else None
