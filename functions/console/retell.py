"""Retelling the words that a candidate was told: composed again, and shown only where they are proven to be the same.

The ledger has the version of the words and the digest of the whole email, link included. The link has the second in
which it was made, which the ledger does not have: it is looked for in the seconds before the claim. The link itself is
not shown, because it opens the candidate's page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from functions.console.notice_ports import MailboxReader, Recomposer
from functions.console.notice_views import ToldWords
from functions.domain.employers.employers import Employers
from functions.domain.notices.notice import Claim, Notice
from functions.domain.pool.membership import OptIn
from functions.letters.rejection import InvitationLink
from functions.review.ports import DeskLedger

# Longer than it takes from a link to its claim, also where a client has to be made in between.
_LONGEST_PREPARATION = 20
_HIDDEN = "…"


def retell(
    notice: Notice, *, ledger: DeskLedger, pool: MailboxReader, employers: Employers, composer: Recomposer
) -> ToldWords:
    """Return the words of the last attempt at the notice, or why they can't be shown."""
    claim = next(iter(notice.claims), None)
    if notice.letter:
        return ToldWords(missing="it is a letter of the talent pool, which is composed from what is on record there")
    if claim is None:
        return ToldWords(missing="no email was attempted")
    found = ledger.get_many(claim.together) if claim.together else {notice.ref: notice}
    notices = [found[ref] for ref in claim.together or (notice.ref,) if ref in found and found[ref].decision]
    if len(notices) < len(claim.together or (notice.ref,)):
        return ToldWords(missing="the person was erased")
    if composer.wording_of(notices).version != claim.template:
        return ToldWords(missing=f"the words have changed since: they were of version {claim.template}")
    told = _found(notices, claim, _profiles(notices[0], pool, employers), composer)
    return told or ToldWords(missing="they can't be proven: a setting, a key or the decision has changed since")


def _found(
    notices: Sequence[Notice], claim: Claim, profiles: Sequence[OptIn | None], composer: Recomposer
) -> ToldWords | None:
    """Return the words of the email that has the claim's digest."""
    # Nested, and no product of both: most emails have the first link or one of the next few.
    for link in _links(notices, claim, profiles, composer):
        for others_open in (False, True):
            if composer.compose(notices, link, others_open=others_open).text_sha256 == claim.text_sha256:
                shown = replace(link, code=_HIDDEN) if link else None
                mail = composer.compose(notices, shown, others_open=others_open)
                return ToldWords(mail.subject, mail.text, mail.language)
    return None


def _links(
    notices: Sequence[Notice], claim: Claim, profiles: Sequence[OptIn | None], composer: Recomposer
) -> Iterator[InvitationLink | None]:
    """Yield the links that the email may have had, the likeliest first; None where nobody was invited."""
    moments = (claim.at - timedelta(seconds=seconds) for seconds in range(_LONGEST_PREPARATION + 1))
    is_invited = False
    for at, profile in ((at, profile) for at in moments for profile in profiles):
        for link in composer.invite_with_each(notices, at, profile):
            is_invited = True
            yield link
    if not is_invited:
        yield None


def _profiles(notice: Notice, pool: MailboxReader, employers: Employers) -> list[OptIn | None]:
    """Return no profile, and each that the invitation may have opened: where the person is in the pool already."""
    if notice.decision is None:
        return [None]
    mailbox = pool.mailbox(employers.id_of(notice.source), notice.decision.candidate.email)
    members = pool.at_mailboxes({mailbox}).get(mailbox, ())
    return [None, *(member for member in members if isinstance(member, OptIn))]
