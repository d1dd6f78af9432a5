"""The letters about a change of address: to the new one, which confirms it, and to the old one, which may stop it."""

from collections.abc import Sequence
from datetime import datetime

from functions.domain.notices.notice import Notice
from functions.domain.pool.changes import PendingAddress
from functions.domain.pool.membership import OptIn
from functions.optin.ports import EmployerDirectory


def letters_of_request(
    opt_in: OptIn,  # noqa: ARG001
    pending: PendingAddress,  # noqa: ARG001
    *,
    employers: EmployerDirectory,  # noqa: ARG001
) -> Sequence[Notice]:
    """Return what is owed when a change of address is asked for."""
    return []


def letters_of_move(
    before: OptIn,  # noqa: ARG001
    after: OptIn,  # noqa: ARG001
    at: datetime,  # noqa: ARG001
    *,
    employers: EmployerDirectory,  # noqa: ARG001
) -> Sequence[Notice]:
    """Return what is owed when the profile has moved."""
    return []
