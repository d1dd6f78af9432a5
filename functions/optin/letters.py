"""The letters that a person is owed for what they have done here.

Each is written with the change that it is about, in one transaction. notify sends it, at most once, like every email.
"""

from datetime import datetime

from functions.domain.employers.policy import EmployerPolicy
from functions.domain.notices.notice import Notice
from functions.domain.pool.changes import PendingAddress
from functions.domain.pool.letters import letter_of_ending, letters_of_address, letters_of_consent, letters_of_end
from functions.domain.pool.membership import OptIn, Withdrawal


def owed_for_consent(opt_in: OptIn, policy: EmployerPolicy) -> list[Notice]:
    """Return what is owed for a new consent: its receipt first, and what is said before and at its end."""
    return letters_of_consent(opt_in, policy.languages.of(opt_in.locale))


def owed_for_end(opt_in: OptIn, policy: EmployerPolicy, at: datetime) -> list[Notice]:
    """Return what is said before and at the end of a consent that has moved, or that ends sooner than it did."""
    return list(letters_of_end(opt_in, policy.languages.of(opt_in.locale), at))


def letters_of_request(opt_in: OptIn, pending: PendingAddress, policy: EmployerPolicy) -> list[Notice]:
    """Return the letters about a change of address: one to confirm it, and one to the address of now, to stop it."""
    return letters_of_address(opt_in, pending, policy.languages.of(opt_in.locale))


def farewell(left: Withdrawal, opt_in: OptIn, method: str, policy: EmployerPolicy) -> Notice:
    """Return the letter to a person who has left: somebody else may have had their link."""
    return letter_of_ending(opt_in, policy.languages.of(opt_in.locale), left.ending, left.withdrawn_at, method)
