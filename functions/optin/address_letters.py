"""The letters about a change of address: to the new one, which confirms it, and to the old one, which may stop it."""

from collections.abc import Sequence
from datetime import datetime

from functions.domain.employers.language import Language
from functions.domain.notices.notice import Notice
from functions.domain.pool.changes import PendingAddress
from functions.domain.pool.letters import letters_of_address, letters_of_end, own_language
from functions.domain.pool.membership import OptIn
from functions.optin.ports import EmployerDirectory


def letters_of_request(opt_in: OptIn, pending: PendingAddress, *, employers: EmployerDirectory) -> Sequence[Notice]:
    """Return what is owed when a change of address is asked for."""
    return letters_of_address(opt_in, pending, _language(opt_in, employers))


def letters_of_move(_before: OptIn, after: OptIn, at: datetime, *, employers: EmployerDirectory) -> Sequence[Notice]:
    """Return what is owed when the profile has moved: the letters about its end name the key that it had before."""
    return list(letters_of_end(after, _language(after, employers), at))


def _language(opt_in: OptIn, employers: EmployerDirectory) -> Language:
    employer = employers.find(opt_in.employer)
    return employer.policy.languages.of(opt_in.locale) if employer else own_language(opt_in)
