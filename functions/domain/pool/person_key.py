"""The key of one person in the talent pool: a mailbox, at one employer, and the full name that stands with it.

An invitation proves access to a mailbox, and nothing else: neither the source nor the ATS's candidate id is in the key.
So two people under one id never share a profile, and one person under two ids has one. The stores keep these digests
under a secret key (`functions/runtime/digest_key.py`).
"""

from functions.domain.digest import digest
from functions.domain.name_words import FULL_NAME, name_words
from functions.domain.personal_data import EmailAddress, PersonName


def person_digest(
    employer: str, email: EmailAddress, given_name: PersonName | None, family_name: PersonName | None
) -> str:
    """Return what the person's key in the pool is made of. `employer` is the employer's id."""
    words = name_words(given_name, family_name)
    # A name of one word is that of many, or half of somebody's: it tells nobody apart.
    return digest("person", employer, email.reveal().lower(), *(sorted(words) if len(words) >= FULL_NAME else ()))


def mailbox_digest(employer: str, email: EmailAddress) -> str:
    """Return what the key of all of one employer's profiles at this address is made of."""
    return digest("mailbox", employer, email.reveal().lower())
