"""Mailboxes that nobody reads: no place for a candidate's answer."""

import re

from functions.domain.personal_data import EmailAddress
from functions.domain.word_lists import word_list

_NO_LETTER = re.compile(r"[^a-z]+")


def is_read_by_nobody(address: EmailAddress) -> bool:
    """Return whether an address says that nobody reads what comes back, as in no-reply@ or nepasrepondre@."""
    local, _, domain = address.reveal().lower().rpartition("@")
    # What follows a plus is a tag of the owner's own.
    mailbox = _NO_LETTER.sub("", local.partition("+")[0])
    labels = {_NO_LETTER.sub("", label) for label in domain.split(".")}
    unread = word_list("no_reply", "anywhere")
    return (
        mailbox in word_list("no_reply", "whole") or not labels.isdisjoint(unread) or any(w in mailbox for w in unread)
    )
