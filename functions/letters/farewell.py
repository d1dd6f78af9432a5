"""The last letter of the talent pool: somebody has left, their consent has ended, or everything is erased."""

from collections.abc import Iterator
from datetime import datetime

from functions.domain.pool.membership import ERASED_BY_EMPLOYER
from functions.letters.layout import Link, Part, paragraph
from functions.letters.pool_letter import Frame, SelfServiceLinks
from functions.mail.message import Mail

# How somebody left, by the method on record. Any other is a person's own request.
_WAYS = {"web form": "by_page", "one-click unsubscribe": "by_unsubscribe"}


def compose_withdrawn(
    frame: Frame, left_at: datetime, method: str | None, join_until: datetime, links: SelfServiceLinks
) -> Mail:
    """Compose the confirmation that somebody has left: what, when, how, and how they join again."""
    way = frame.say("withdrawn", _WAYS.get(method or "", "by_request"), day=frame.day(left_at))
    return frame.compose(
        "withdrawn",
        [
            paragraph(f"{frame.say('withdrawn', 'done', company=frame.company)} {way}"),
            paragraph(frame.say("withdrawn", "proof")),
            *_join_again(frame, "withdrawn", left_at, join_until, links),
        ],
    )


def compose_expired(frame: Frame, ended_at: datetime, join_until: datetime, links: SelfServiceLinks) -> Mail:
    """Compose the confirmation that a consent has ended by itself."""
    done = frame.say("expired", "done", company=frame.company, day=frame.day(ended_at))
    return frame.compose("expired", [paragraph(done), *_join_again(frame, "expired", ended_at, join_until, links)])


def compose_erased(frame: Frame, erased_at: datetime, method: str | None) -> Mail:
    """Compose the confirmation that the talent pool holds nothing of the person any more."""
    body: list[Part] = [paragraph(frame.say("erased", "done", day=frame.day(erased_at)))]
    if method != ERASED_BY_EMPLOYER:
        contact = frame.policy.brand.privacy_contact.reveal()
        body.append(paragraph(frame.say("erased", "applications", privacy_contact=contact)))
    return frame.compose("erased", body)


def _join_again(
    frame: Frame, section: str, ended_at: datetime, join_until: datetime, links: SelfServiceLinks
) -> Iterator[Link]:
    # Not every link leads back.
    if join_until <= ended_at:
        return
    introduction = frame.say(section, "again", join_until=frame.day(join_until))
    yield frame.page_link(links, introduction, frame.say("pool", "join_again"))
